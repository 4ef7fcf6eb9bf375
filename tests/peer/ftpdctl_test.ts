/**
 * What the original's ftpdctl and daemon, and ours, say to the same requests.
 */
import assert from "node:assert/strict";
import { freePort } from "../harness/free_port.ts";
import { startPeer } from "../harness/peer.ts";
import { run, toolProgram } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Place, type Server, startServer } from "../harness/server.ts";

const ORIGINAL = "/usr/bin/ftpdctl";

/** Requests that change nothing for the others; PORT is the server's. */
const REQUESTS = [
  ...["help foo", "lsctrl foo", "insctrl", "insctrl foo", "rmctrl", "rmctrl foo", "bark"],
  ...["status", "status 127.0.0.1#PORT", "status 127.0.0.1", "status 10.0.0.1#21", "status foo"],
  ...["down", "down foo", "up", "up 10.1.1.1", "up 127.0.0.1#PORT"],
  ...["kick", "kick dog", "kick dog x", "kick user", "kick user bob", "kick user bob eve"],
  ...["kick user -n 1 bob", "kick user -n", "kick user -n x bob", "kick host", "kick class"],
  ...["kick host 127.0.0.9", "kick class foo"],
  ...["debug", "debug foo", "debug level -1", "debug level 3 4", "debug level 0"],
  ...["get", "get foo", "get config", "get config Umask", "get config Nonsense"],
  ...["dns", "dns foo", "dns on x y"],
  ...["scoreboard", "scoreboard foo", "scoreboard clean", "scoreboard clean x"],
  ...["lsmod foo", "insmod", "insmod mod_foo.c", "insmod mod_core.c", "rmmod", "rmmod mod_foo.c"],
];

/** Requests that are asked one after the other. */
const SEQUENCE = [
  ...["down 127.0.0.1#PORT", "down 127.0.0.1#PORT", "status all", "up 127.0.0.1#PORT"],
  ...["rmctrl status", "status all", "insctrl status", "status all", "debug level 7"],
  ...["dns on", "dns off x"],
  "debug level",
];

/** With a second server, since the original knows a single one, and the DefaultServer, by 0.0.0.0. */
const controls = (second: number) => ({ folder }: Place) =>
  `<VirtualHost 127.0.0.2>
Port ${second}
</VirtualHost>
ControlsEngine on
DefaultServer off
ControlsInterval 1
ControlsSocket ${folder}/ctl.sock
ControlsACLs all allow user root
ControlsSocketACL allow user root
AdminControlsEngine on
AdminControlsACLs all allow user root
ModuleControlsACLs all allow user root
`;

/** What `program` prints when it asks `server`, with its port called PORT. */
async function ask(program: string, server: Server, request: string): Promise<string> {
  const words = request.replaceAll("PORT", `${server.port}`).split(" ");
  const { stdout, stderr } = await run(program, ["-s", `${server.folder}/ctl.sock`, ...words]);
  const text = (stdout + stderr).replaceAll(`#${server.port}`, "#PORT")
    .replaceAll(/127\.0\.0\.2#\d+/g, "SECOND");
  // The original begins with the last server.
  return [request, ...text.split("\n").sort()].join("\n");
}

/** All answers. The original looks at its socket once a second, at five clients: many ask at once. */
async function answers(program: string, server: Server): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < REQUESTS.length; at += 5) {
    const some = REQUESTS.slice(at, at + 5);
    found.push(...await Promise.all(some.map((request) => ask(program, server, request))));
  }
  for (const request of SEQUENCE) found.push(await ask(program, server, request));
  return found;
}

test({
  name: "requests of ftpdctl have the answers that the original gives",
  needs: ["peer", ORIGINAL, "/usr/lib/proftpd/mod_ctrls_admin.so", "root"],
  async fn() {
    const second = freePort();
    await using peer = await startPeer({
      config: (place) => `LoadModule mod_ctrls_admin.c\n${controls(second)(place)}`,
    });
    await using own = await startServer({ config: controls(freePort()) });
    const [theirs, ours] = await Promise.all([
      answers(ORIGINAL, peer),
      answers(toolProgram("ftpdctl"), own),
    ]);
    assert.deepEqual(ours, theirs);
  },
});
