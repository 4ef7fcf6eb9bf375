/**
 * The moments of a shutdown: when newcomers are refused, when sessions are ended, and what each of
 * them is told, in jails and in the middle of transfers, too.
 */
import assert from "node:assert/strict";
import { formatShutdownFile } from "../../src/shutdown/shutdown_file.ts";
import { makeBigFile } from "../harness/big_file.ts";
import type { Client } from "../harness/client.ts";
import { waitForLog, waitForSessions } from "../harness/eventually.ts";
import { testInBothManners } from "../harness/manners.ts";
import { FTPSHUT, run } from "../harness/programs.ts";
import { type Server, startServer } from "../harness/server.ts";
import { DEADLINE, waitFor } from "../harness/wait_for.ts";

/** Registers a test whose server looks at the file `shutmsg` in its folder. */
function testShutdown(name: string, fn: (server: Server, file: string) => Promise<void>): void {
  testInBothManners({
    name,
    needs: [],
    config: ({ folder }) => `ShutmsgFile ${folder}/shutmsg`,
    fn: (server) => fn(server, `${server.folder}/shutmsg`),
  });
}

/** The moments of an announced shutdown, in milliseconds since the epoch. */
interface Moments {
  readonly deny: number;
  readonly disconnect: number;
}

/** Announces in `file` a shutdown in `seconds`, with ftpshut's -l and -d in minutes. */
async function announce(
  file: string,
  { seconds, deny, disconnect }: { seconds: number; deny: number; disconnect: number },
): Promise<Moments> {
  const time = new Date(Math.floor(Date.now() / 1000 + seconds) * 1000);
  const text = formatShutdownFile({
    at: {
      year: time.getFullYear(),
      month: time.getMonth() + 1,
      day: time.getDate(),
      hour: time.getHours(),
      minute: time.getMinutes(),
      second: time.getSeconds(),
    },
    denyMinutes: deny,
    disconnectMinutes: disconnect,
    message: "soon",
  });
  await Deno.writeTextFile(`${file}.new`, text);
  await Deno.rename(`${file}.new`, file);
  const before = (minutes: number) => time.getTime() - minutes * 60_000;
  return { deny: before(deny), disconnect: before(disconnect) };
}

/** The code of the greeting that a new client gets. */
async function greeting(server: Server): Promise<number> {
  await using client = await server.connect();
  return client.greeting.code;
}

/** Reads replies until the farewell, which has to come last. */
async function farewell(client: Client): Promise<string> {
  const lines = (await client.closed()).split("\r\n").filter((line) => line !== "");
  return lines.at(-1) ?? "";
}

testShutdown("newcomers are refused from the moment on that -l names", async (server, file) => {
  await using client = await server.login();
  const { deny } = await announce(file, { seconds: 10 * 60 + 2, deny: 10, disconnect: 5 });
  const early = await greeting(server);
  if (Date.now() < deny) assert.equal(early, 220); // else the machine is too slow to tell
  await waitFor("a refusal", async () => await greeting(server) === 500);
  assert(Date.now() >= deny);
  await client.expect("NOOP", 200);
});

testShutdown("sessions are ended at the moment that -d names", async (server, file) => {
  await using client = await server.login();
  const { disconnect } = await announce(file, { seconds: 5 * 60 + 2, deny: 10, disconnect: 5 });
  assert.equal(await greeting(server), 500);
  assert.equal(await farewell(client), "421 FTP server shutting down - soon");
  assert(Date.now() >= disconnect);
  await waitForSessions(server, 0);
});

testShutdown("everybody is told goodbye, whatever they are doing", async (server, file) => {
  await makeBigFile(server, "big");
  await using idle = await server.login();
  await using early = await server.connect();
  await using named = await server.connect();
  await named.expect("USER alice", 331);
  await using downloading = await server.login();
  await downloading.expect("TYPE I", 200);
  await using download = await downloading.passive();
  await downloading.expect("RETR big", 150);
  await download.read(1000);
  await using uploading = await server.login("bob");
  await using upload = await uploading.passive();
  await uploading.expect("STOR part", 150);
  await upload.write(new Uint8Array(1000));
  await using waiting = await server.login("bob");
  await waiting.expect("PASV", 227);
  await waiting.send("NLST");

  await run(FTPSHUT, ["-f", file, "now", "user %U, folder %C, from %R on %L"]);
  const bye = (who: string) => `421 FTP server shutting down - ${who}, from 127.0.0.1 on 127.0.0.1`;
  assert.equal(await farewell(idle), bye("user alice, folder /"));
  assert.equal(await farewell(early), bye("user NONE, folder (none)"));
  assert.match(
    await farewell(named),
    /^421 FTP server shutting down - user (NONE|alice), folder \(none\)/,
  );
  assert.equal(await farewell(downloading), bye("user alice, folder /"));
  assert.equal(await farewell(uploading), bye("user bob, folder /"));
  assert.equal(await farewell(waiting), bye("user bob, folder /"));
  await waitForSessions(server, 0);
});

testShutdown("the message has its times filled in", async (server, file) => {
  await using client = await server.login();
  await run(FTPSHUT, ["-f", file, "-l", "30", "-d", "20", "+10", "%s|%r|%d|%T|%M"]);
  const said = (await farewell(client)).split(" - ")[1]?.split("|") ?? [];
  const [down, refuse, end, present] = said.slice(0, 4).map((time) => Date.parse(time));
  assert.match(said[0] ?? "", /^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/);
  assert.deepEqual([(down ?? 0) - (refuse ?? 0), (down ?? 0) - (end ?? 0)], [1_800_000, 1_200_000]);
  const minutes = ((down ?? 0) - (present ?? 0)) / 60_000;
  assert.ok(minutes > 9 && minutes <= 10, `${minutes}`);
  assert.equal(said[4], "%M");
});

testShutdown("a shutdown that is put off in time ends nobody", async (server, file) => {
  // As much time as this machine needs to put it off.
  for (let seconds = 2;; seconds *= 2) {
    await using client = await server.login();
    const times = { seconds: 5 * 60 + seconds, deny: 10, disconnect: 5 };
    const { disconnect } = await announce(file, times);
    assert.equal(await greeting(server), 500);
    await announce(file, { seconds: 60 * 60, deny: 10, disconnect: 5 });
    if (Date.now() >= disconnect) continue;
    assert.equal(await greeting(server), 220);
    // The daemon looks at the file every second.
    await waitFor("the moment to pass", () => Date.now() > disconnect + 1500, 2 * DEADLINE);
    await client.expect("NOOP", 200);
    break;
  }
});

Deno.test("a server that starts during a shutdown says so, refuses, and serves when it is over", async () => {
  await using other = await startServer();
  const file = `${other.folder}/shutmsg`;
  await run(FTPSHUT, ["-f", file, "now"]);
  await using server = await startServer({ config: `ShutmsgFile ${file}`, daemon: true });
  await waitForLog(server, `${file} present: all incoming connections will be refused`);
  assert.equal(await greeting(server), 500);
  await run(FTPSHUT, ["-f", file, "-R"]);
  assert.equal(await greeting(server), 220);
});
