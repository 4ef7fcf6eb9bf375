/** What a session does before it greets, in the order of the developer guide. */
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { Client } from "../harness/client.ts";
import { namespaces, PRIVATE_ETC_NEEDS } from "../harness/private_etc.ts";
import { descriptorsOf } from "../harness/processes.ts";
import { FTPSHUT, PROFTPD, run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";

/** The inodes of all TCP sockets that listen, as /proc/net/tcp has them. */
async function listening(): Promise<Set<string>> {
  const tables = ["/proc/net/tcp", "/proc/net/tcp6"];
  const texts = await Promise.all(tables.map((path) => Deno.readTextFile(path)));
  const rows = texts.flatMap((text) => text.trim().split("\n").slice(1));
  const fields = rows.map((row) => row.trim().split(/\s+/));
  return new Set(fields.filter(([, , , state]) => state === "0A").map((row) => row[9]));
}

/** The inodes of the sockets that the process `pid` has open. */
function socketsOf(pid: number): string[] {
  return [...descriptorsOf(pid).values()]
    .flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

test({
  name: "a session has none of the daemon's listening sockets",
  needs: ["root"],
  async fn() {
    for (const spares of [0, 2]) {
      await using server = await startServer(`SpareSessions ${spares}\nControlsEngine on\n`);
      await using _client = await server.login();
      const [session] = await waitFor("the session", async () => {
        const sessions = await server.sessions();
        return sessions.length === 1 ? sessions : undefined;
      });
      const listeners = await listening();
      const has = (pid: number) => socketsOf(pid).some((it) => listeners.has(it));
      assert.ok(has(server.pid));
      assert.ok(!has(session));
    }
  },
});

Deno.test("a shutdown is told even to those whom <Limit LOGIN> keeps out", async () => {
  await using server = await startServer({
    config: ({ folder }) => `ShutmsgFile ${folder}/shutmsg\n<Limit LOGIN>\nDenyAll\n</Limit>\n`,
  });
  await run(FTPSHUT, ["-f", `${server.folder}/shutmsg`, "now", "closed"]);
  await using client = await server.connect();
  assert.match(client.greeting.text, /^500 FTP server shut down \(closed\)/);
});

Deno.test("whom <Limit LOGIN> keeps out does not count for the modules' limits", async () => {
  await using server = await startServer({
    config: "<Limit LOGIN>\nDenyAll\n</Limit>\nMaxConnectionsPerHost 1\n",
  });
  for (let i = 0; i < 2; i++) {
    await assert.rejects(server.connect());
  }
  const log = await waitFor("both refusals", async () => {
    const text = await server.log();
    return text.split("Connection from 127.0.0.1 [127.0.0.1] denied").length === 3
      ? text
      : undefined;
  });
  assert.doesNotMatch(log, /MaxConnectionsPerHost|FTP session opened/);
});

/** proftpd with a /etc/hosts that is empty and one name server, `$1`. */
const BLIND = `#!/bin/sh
exec unshare -m sh -c '
  mount --bind "$0.hosts" /etc/hosts && mount --bind "$0.resolv" /etc/resolv.conf &&
    exec "$0.program" "$@"
' "$0" "$@"
`;

test({
  name: "a name server that is silent holds up no other client, and nobody for ever",
  needs: PRIVATE_ETC_NEEDS,
  async fn() {
    if (!await namespaces()) return;
    await using dir = await tempDir();
    const [high, low] = crypto.getRandomValues(new Uint8Array(2));
    const address = `127.53.${high}.${low}`;
    const silent = createSocket("udp4");
    const questions = new Set<number>();
    silent.on("message", (_bytes, { port }) => void questions.add(port));
    try {
      await new Promise<void>((resolve) => silent.bind(53, address, resolve));
      const program = `${dir.path}/proftpd`;
      await Deno.writeTextFile(program, BLIND, { mode: 0o755 });
      await Deno.writeTextFile(`${program}.hosts`, "");
      await Deno.writeTextFile(
        `${program}.resolv`,
        `nameserver ${address}\noptions timeout:30 attempts:1\n`,
      );
      await Deno.symlink(PROFTPD, `${program}.program`);
      await using server = await startServer({
        program,
        config: "UseReverseDNS on\nSyslogLevel info\n",
      });
      const greetings = [Client.connect(server.port), Client.connect(server.port)];
      // Both sessions ask while nobody has been answered: none waits for the other.
      await waitFor("both questions", () => questions.size >= 2);
      for (const greeting of greetings) {
        await using client = await greeting;
        assert.match(client.greeting.text, /^220 /);
      }
      assert.match(await server.log(), /\(127\.0\.0\.1\[127\.0\.0\.1\]\): FTP session opened/);
    } finally {
      silent.close();
    }
  },
});
