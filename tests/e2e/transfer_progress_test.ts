/** What ftpwho and ftptop show of a transfer while it runs. */
import assert from "node:assert/strict";
import { run, toolProgram } from "../harness/programs.ts";
import { type Server, startServer } from "../harness/server.ts";
import { Terminal } from "../harness/terminal.ts";
import { waitFor } from "../harness/wait_for.ts";

interface Seen {
  readonly downloading?: boolean;
  readonly uploading?: boolean;
  readonly idling?: boolean;
  readonly transfer_completed?: string;
  readonly transfer_bytes?: number;
  readonly transfer_duration_ms?: number;
}

/** The one session of `server`, as `ftpwho -o json` shows it. */
async function seen(server: Server): Promise<Seen> {
  const board = `${server.folder}/scoreboard`;
  const { stdout } = await run(toolProgram("ftpwho"), ["-f", board, "-o", "json"]);
  return JSON.parse(stdout).connections[0];
}

async function shown(server: Server, tool: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(toolProgram(tool), ["-f", `${server.folder}/scoreboard`, ...args]);
  return stdout;
}

Deno.test("an upload shows its bytes, its rate and how long it takes, while it runs", async () => {
  await using server = await startServer();
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  await using data = await client.passive();
  await client.expect("STOR up", 150);
  await data.write(new Uint8Array(300_000));
  const upload = await waitFor("progress", async () => {
    const session = await seen(server);
    return session.transfer_bytes === 300_000 ? session : undefined;
  });
  assert.equal(upload.uploading, true);
  assert.ok((upload.transfer_duration_ms ?? 0) > 0);
  assert.match(await shown(server, "ftpwho", "-v"), /\(n\/a\) STOR up\n\tKB\/s: [1-9]\d*\.\d\d\n/);
  data.close();
  await client.expectReply(226);
  await waitFor("the end", async () => (await seen(server)).idling);
});

Deno.test("a download shows how many per cent of what is to be sent are done", async () => {
  await using server = await startServer();
  const size = 64 << 20;
  const file = await Deno.create(`${server.home}/big`);
  await file.truncate(size);
  file.close();
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  await client.expect(`REST ${size / 2}`, 350);
  await using data = await client.passive();
  await client.expect("RETR big", 150);
  // The client reads a little: the rest waits in the sockets, and the session for their room.
  await data.read();
  const download = await waitFor("progress", async () => {
    const session = await seen(server);
    return session.transfer_bytes === undefined ? undefined : session;
  });
  const done = download.transfer_bytes ?? 0;
  assert.equal(download.downloading, true);
  assert.ok(done < size / 2);
  assert.equal(download.transfer_completed, `${Math.round(100 * done / (size / 2))}`);
  const percent = download.transfer_completed?.padStart(3);
  assert.ok((await shown(server, "ftpwho")).includes(`(${percent}%) RETR big\n`));
  using terminal = new Terminal(10, 100);
  const board = `${server.folder}/scoreboard`;
  terminal.start(toolProgram("ftptop"), ["-f", board, "-d", "0.1"]);
  await waitFor("the screen", () => terminal.screen[0]?.startsWith("ftptop/"));
  terminal.type("t");
  await waitFor("the speed of the transfer", () => {
    return terminal.screen.find((line) => / D alice .*\d\.\d\d +\d+ *$/.test(line));
  });
  terminal.type("q");
  data.close();
  await client.expectReply(426);
  await client.expect("NOOP", 200);
  assert.equal((await seen(server)).transfer_bytes, undefined);
});
