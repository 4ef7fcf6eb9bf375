/**
 * The entry for xinetd, under xinetd.
 */
import assert from "node:assert/strict";
import { Client } from "../harness/client.ts";
import { fromFileUrl } from "../harness/file_url.ts";
import { freePort, isListening } from "../harness/free_port.ts";
import { ordinaryUser } from "../harness/ordinary_user.ts";
import { signal } from "../harness/processes.ts";
import { PROFTPD } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";

const ENTRY = fromFileUrl(new URL("../../packaging/xinetd.d/proftpd", import.meta.url));

/** xinetd with our entry, for a server with the configuration `config`. */
async function xinetd(config: string) {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await tempDir()).path;
  const port = freePort();
  const { name, group } = await ordinaryUser();
  const own = `ServerType inetd\nServerName "On call"\nUser ${name}\nGroup ${group}\n` +
    `ScoreboardFile none\nSystemLog ${folder}/system.log\nUseReverseDNS off\n`;
  await Deno.writeTextFile(`${folder}/proftpd.conf`, own + config);
  const entry = (await Deno.readTextFile(ENTRY))
    .replace("/usr/sbin/proftpd", PROFTPD)
    .replace("/etc/proftpd/proftpd.conf", `${folder}/proftpd.conf`)
    .replace(/disable.*/, `$&\n\ttype = UNLISTED\n\tport = ${port}\n\tbind = 127.0.0.1`);
  await Deno.writeTextFile(`${folder}/xinetd.conf`, `defaults\n{\n}\n${entry}`);
  const files = ["-f", `${folder}/xinetd.conf`, "-pidfile", `${folder}/xinetd.pid`];
  const child = new Deno.Command("xinetd", {
    args: ["-dontfork", ...files],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  stack.defer(async () => {
    signal(child.pid, "SIGTERM");
    await child.status;
  });
  await waitFor("xinetd", () => isListening(port));
  const all = stack.move();
  return { port, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

test({
  name: "under xinetd a client has a session of its own",
  needs: ["root", "xinetd"],
  async fn() {
    await using superserver = await xinetd("");
    await using one = await Client.connect(superserver.port);
    await using other = await Client.connect(superserver.port);
    assert.equal(one.greeting.text, "220 ProFTPD Server (On call) [127.0.0.1]");
    assert.equal(other.greeting.code, 220);
    await one.expect("QUIT", "221 Goodbye.");
    assert.equal(await one.closed(), "");
    await other.expect("NOOP", 200);
  },
});

test({
  name: "what is wrong with the configuration is nothing that a client gets to see",
  needs: ["root", "xinetd"],
  async fn() {
    {
      await using warned = await xinetd("Include /nonexistent/file\nDelayEngine on\n");
      await using client = await Client.connect(warned.port);
      assert.equal(client.greeting.text, "220 ProFTPD Server (On call) [127.0.0.1]");
    }
    await using broken = await xinetd("NoSuchDirective\n");
    await assert.rejects(Client.connect(broken.port), /connection closed after ""/);
  },
});
