/**
 * New settings by HUP: settings, ports, users, logs; nobody who is connected notices.
 */
import assert from "node:assert/strict";
import { makeBigFile } from "../../harness/big_file.ts";
import { Board } from "../../../src/scoreboard/mod.ts";
import { Client } from "../../harness/client.ts";
import { waitForLog } from "../../harness/eventually.ts";
import { freePort, isListening } from "../../harness/free_port.ts";
import { HASHES } from "../../harness/password.ts";
import { descriptorCount, isAlive, waitForEnd } from "../../harness/processes.ts";
import { run, toolProgram } from "../../harness/programs.ts";
import { test } from "../../harness/requires.ts";
import { type Server, startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

/** Sends HUP and waits until a new client is greeted with `wanted`. */
async function reload(server: Server, wanted: RegExp, port = server.port): Promise<void> {
  server.signal("SIGHUP");
  await waitForGreeting(wanted, port);
}

async function waitForGreeting(wanted: RegExp, port: number): Promise<void> {
  await waitFor(`the greeting ${wanted}`, async () => {
    try {
      await using client = await Client.connect(port);
      return wanted.test(client.greeting.text);
    } catch (error) {
      if (error instanceof Deno.errors.ConnectionRefused) return false; // not there yet
      throw error;
    }
  });
}

Deno.test("after HUP new clients see the new settings, the old ones notice nothing", async () => {
  await using server = await startServer({
    config: 'ServerIdent on "before"\nDefaultRoot ~',
    daemon: true,
  });
  await makeBigFile(server, "big");
  await using idle = await server.login();
  await using busy = await server.login();
  await busy.expect("TYPE I", 200);
  await using data = await busy.passive();
  await busy.expect("RETR big", 150);
  await data.read(1000);

  await server.reconfigure('ServerIdent on "after"\nDefaultRoot ~\nAllowOverwrite on');
  await reload(server, /^220 after$/);
  assert.equal(await isAlive(server.pid), true);
  assert.equal(await server.read("proftpd.pid"), `${server.pid}\n`);

  // The old session goes on under the old settings.
  await idle.upload("STOR file", "once");
  await using again = await idle.passive();
  await idle.expect("STOR file", "550 file: Overwrite permission denied");
  again.close();
  const rest = await data.readAll();
  await busy.expectReply(226);
  assert.ok(rest.length > 0);
  await using client = await server.login();
  await client.upload("STOR file", "twice");
});

Deno.test("after HUP the server listens where the new configuration says", async () => {
  await using server = await startServer({ config: "DefaultRoot ~", daemon: true });
  await using client = await server.login();
  const port = freePort();
  await server.reconfigure(`Port ${port}`);
  await reload(server, /^220 /, port);
  await waitFor("the end of the old port", async () => !await isListening(server.port));
  await client.expect("NOOP", 200);
  await client.upload("STOR file", "over the old port");

  await server.reconfigure("DefaultRoot ~");
  await reload(server, /^220 /);
  await waitFor("the end of the other port", async () => !await isListening(port));
});

Deno.test("after HUP new users log in, and those taken out do not", async () => {
  await using server = await startServer({ daemon: true });
  await using _client = await server.login();
  const { uid, gid, home } = server.account();
  const line = `zoe:${HASHES.sha512}:${uid}:${gid}::${home}:/bin/sh\n`;
  await Deno.writeTextFile(`${server.folder}/passwd2`, line, { mode: 0o600 });
  await server.reconfigure(`ServerIdent on "after"\nAuthUserFile ${server.folder}/passwd2`);
  await reload(server, /^220 after$/);
  await using client = await server.connect();
  await client.login("zoe", "secret");
  await using other = await server.connect();
  await other.expect("USER alice", 331);
  await other.expect("PASS secret", 530);
});

Deno.test("after HUP the log is opened again, so that it can be rotated", async () => {
  await using server = await startServer({ daemon: true });
  await Deno.rename(`${server.folder}/system.log`, `${server.folder}/system.log.1`);
  server.signal("SIGHUP");
  const names = () => Array.from(Deno.readDirSync(server.folder), ({ name }) => name);
  await waitFor("a new log", () => names().includes("system.log"));
  await using client = await server.connect();
  await client.expect("USER nobody-knows-him", 331);
  await client.expect("PASS x", 530);
  await waitForLog(server, "no such user found");
  assert.match(await server.read("system.log.1"), /received SIGHUP -- master server reparsing/);
});

test({
  name: "twenty HUPs leave the daemon with as many descriptors as before",
  needs: ["root"], // they are nobody else's business
  async fn() {
    await using server = await startServer({ config: 'ServerIdent on "0"', daemon: true });
    await using client = await server.login();
    const count = () => settledDescriptors(server.pid);
    const before = await count();
    for (let number = 1; number <= 20; number++) {
      await server.reconfigure(`ServerIdent on "${number}"`);
      await reload(server, new RegExp(`^220 ${number}$`));
    }
    await waitFor("as many descriptors as before", async () => await count() === before);
    await client.expect("NOOP", 200);
  },
});

/** The number of descriptors once it has been the same for a while: sessions start and end. */
async function settledDescriptors(pid: number): Promise<number> {
  let last = -1;
  let same = 0;
  return await waitFor("a settled number of descriptors", async () => {
    const now = await descriptorCount(pid);
    same = now === last ? same + 1 : 0;
    last = now;
    return same >= 10 ? now : undefined;
  });
}

Deno.test("a port that is taken at HUP ends the daemon, and the log says why", async () => {
  await using server = await startServer({ daemon: true });
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  await server.reconfigure(`Port ${port}`);
  server.signal("SIGHUP");
  await waitForEnd(server.pid);
  assert.match(await server.log(), new RegExp(`Failed binding to \\S+, port ${port}`));
});

Deno.test("after HUP the scoreboard is where the new configuration says, with everybody on it", async () => {
  const limit = 'MaxClients 2 "full"\nSpareSessions 0\n';
  await using server = await startServer({ config: limit, daemon: true });
  const files = () =>
    Array.from(Deno.readDirSync(server.folder), ({ name }) => name)
      .filter((name) => /board|lock|lck/.test(name)).sort().join();
  const users = async (board: string) =>
    (await run(toolProgram("ftpcount"), ["-f", `${server.folder}/${board}`])).stdout;
  await using early = await server.login();
  await server.reconfigure(
    `${limit}ScoreboardFile ${server.folder}/new.board\n` +
      `ScoreboardMutex ${server.folder}/new.lock`,
  );
  server.signal("SIGHUP");
  await waitFor("the new place", () => files() === "new.board,new.lock");
  await early.expect("NOOP", 200);
  await using second = await server.login();
  assert.match(await users("new.board"), /2 users/);
  await using third = await server.connect();
  await third.expect("USER alice", 331);
  await third.expect("PASS secret", /full/);
  await third.closed();
  await early.expect("QUIT", 221);
  await waitFor("one user less", async () => /1 user\b/.test(await users("new.board")));
  await using fourth = await server.login();
  await fourth.expect("QUIT", 221);
  await fourth.closed();

  // Off, and on again.
  await server.reconfigure("ScoreboardFile none");
  server.signal("SIGHUP");
  await waitFor("the end of the scoreboard", () => files() === "");
  await second.expect("NOOP", 200);
  await server.reconfigure("");
  server.signal("SIGHUP");
  await waitFor("a scoreboard again", () => files() === "scoreboard,scoreboard.lck");
  await using last = await server.login();
  await last.expect("NOOP", 200);
  assert.match(await users("scoreboard"), /1 user\b/);
});

Deno.test("a scoreboard that a late session has made at the former place goes with the daemon", async () => {
  await using server = await startServer({ daemon: true });
  const former = `${server.folder}/scoreboard`;
  await server.reconfigure(`ScoreboardFile ${server.folder}/new.board`);
  server.signal("SIGHUP");
  const names = () => Array.from(Deno.readDirSync(server.folder), ({ name }) => name);
  await waitFor("the new place", () => names().includes("new.board"));
  const late = Board.open(former, server.pid);
  late.claim({ user: "late" }).release();
  late.close();
  assert.ok(names().includes("scoreboard"));
  server.signal("SIGTERM");
  await waitForEnd(server.pid);
  assert.deepEqual(names().filter((name) => /board/.test(name)), []);
});
