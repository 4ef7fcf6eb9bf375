/**
 * How daemon and sessions end, and what becomes of the others.
 */
import assert from "node:assert/strict";
import { waitForLog, waitForSessions } from "../../harness/eventually.ts";
import { familyOf, waitForEndOfAll, zombiesOf } from "../../harness/family.ts";
import { makeBigFile } from "../../harness/big_file.ts";
import { isListening } from "../../harness/free_port.ts";
import { isAlive, signal } from "../../harness/processes.ts";
import { startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

/** The files of a daemon in the folder: none may be left. */
function traces(folder: string): string[] {
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name);
  return names.filter((name) => /\.pid$|^scoreboard/.test(name));
}

Deno.test("TERM ends everybody, spare sessions included, and leaves nothing behind", async () => {
  await using server = await startServer({ daemon: true });
  await using idle = await server.login();
  await using early = await server.connect();
  await using busy = await server.login();
  await makeBigFile(server, "big");
  await busy.expect("TYPE I", 200);
  await using data = await busy.passive();
  await busy.expect("RETR big", 150);
  await data.read(1000);
  const before = traces(server.folder);
  assert.deepEqual(before.sort(), ["proftpd.pid", "scoreboard", "scoreboard.lck"]);

  const family = await familyOf(server.pid);
  assert.ok(family.length >= 4);
  server.signal("SIGTERM");
  await waitForEndOfAll(family);
  assert.equal(await isListening(server.port), false);
  assert.deepEqual(traces(server.folder), []);
  for (const client of [idle, early]) assert.equal(await client.closed(), "");
  await busy.closed();
});

Deno.test("sessions live on without a daemon that was killed; spare ones do not", async () => {
  await using server = await startServer({ config: "DefaultRoot ~", daemon: true });
  await using client = await server.login();
  const [session = 0] = await server.sessions();
  const spares = (await familyOf(server.pid)).filter((pid) =>
    pid !== server.pid && pid !== session
  );
  signal(server.pid, "SIGKILL");
  await waitForEndOfAll([server.pid, ...spares]);
  await client.upload("STOR file", "still here");
  assert.equal(await client.download("RETR file"), "still here");
  await client.expect("QUIT", "221 Goodbye.");
  await waitForEndOfAll([session]);
});

Deno.test("TERM to a session ends that one without a word, and no other", async () => {
  await using server = await startServer();
  await using first = await server.login();
  const [session = 0] = await server.sessions();
  await using second = await server.login();
  signal(session, "SIGTERM");
  assert.equal(await first.closed(), "");
  await second.expect("NOOP", 200);
  await waitForSessions(server, 1);
});

Deno.test("a session that is killed costs nobody else anything, and the log tells it", async () => {
  await using server = await startServer();
  await using first = await server.login();
  const [session = 0] = await server.sessions();
  await using second = await server.login();
  signal(session, "SIGSYS");
  await first.closed();
  await second.expect("NOOP", 200);
  await waitFor("the end of the session", async () => !await isAlive(session));
  await waitFor("no zombies", async () => (await zombiesOf(server.pid)).length === 0);
  await using third = await server.login();
  await third.expect("NOOP", 200);
  await waitForLog(server, `session ${session} was ended by SIGSYS`);
});

Deno.test("USR1 asks a session to say goodbye", async () => {
  await using server = await startServer("DefaultRoot ~");
  await using client = await server.login();
  const [session = 0] = await server.sessions();
  signal(session, "SIGUSR1");
  const farewell = await client.reply("the farewell");
  assert.match(farewell.text, /^421 FTP server shutting down - ./);
  assert.equal(await client.closed(), "");
  await waitForLog(server, "Parent process requested shutdown");
});
