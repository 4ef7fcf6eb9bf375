import assert from "node:assert/strict";
import { run, toolProgram } from "../harness/programs.ts";
import { startPeer } from "../harness/peer.ts";
import { test } from "../harness/requires.ts";
import { type Server, type ServerOptions, startServer } from "../harness/server.ts";
import { waitFor } from "../harness/wait_for.ts";

const options: ServerOptions = {
  config: ({ folder }) =>
    [
      'ServerName "Test Server"',
      `ScoreboardFile ${folder}/board`,
      "UseReverseDNS off",
    ].join("\n"),
};

/** What `look` finds of some sessions of `server`: one is idle in a folder, one not logged in. */
async function withSessions<T>(server: Server, look: () => Promise<T>): Promise<T> {
  await Deno.mkdir(`${server.home}/sub`, { mode: 0o777 });
  await using idle = await server.login();
  await idle.expect("CWD sub", /^250/);
  await using _stranger = await server.connect();
  return await look();
}

/** `text` without what differs from server to server: process ids, times, ports, folders. */
function masked(text: string, server: Server): string {
  return text.replaceAll(server.folder, "FOLDER").replaceAll(`${server.port}`, "PORT")
    .replaceAll(/^ *\d+ (?=alice|\()/gm, "PID ").replaceAll(/process \d+:/g, "process PID:")
    .replaceAll(/\[\d+\]/g, "[PID]").replaceAll(/ *\d+m\d+s/g, " TIME")
    .replaceAll(/"pid": \d+/g, '"pid": PID').replaceAll(/_ms": \d+/g, '_ms": TIME');
}

const looks = [
  ["ftpwho"],
  ["ftpwho", "-v"],
  ["ftpwho", "-o", "oneline", "-v"],
  ["ftpwho", "-o", "json"],
  ["ftpwho", "-S", "Test Server"],
  ["ftpcount"],
];

test({
  name: "sessions are seen as those of the original are",
  needs: ["peer", "/usr/bin/ftpwho", "/usr/bin/ftpcount"],
  async fn() {
    const seen = async (server: Server, programOf: (tool: string) => string) =>
      await withSessions(server, async () => {
        const board = `${server.folder}/board`;
        await waitFor(
          "both sessions on the board",
          async () => (await run(programOf("ftpcount"), ["-f", board])).stdout.includes(" 2 users"),
        );
        const outputs: string[] = [];
        for (const [tool, ...args] of looks) {
          const { code, stdout, stderr } = await run(programOf(tool), ["-f", board, ...args]);
          outputs.push(`${code} ${stderr}${masked(stdout, server)}`);
        }
        return outputs;
      });
    await using ours = await startServer(options);
    await using theirs = await startPeer(options);
    const original = await seen(theirs, (tool) => `/usr/bin/${tool}`);
    assert.deepEqual(await seen(ours, toolProgram), original);
  },
});
