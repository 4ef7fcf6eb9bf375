import assert from "node:assert/strict";
import type { Client } from "../harness/client.ts";
import { PASSWORD } from "../harness/password.ts";
import { signal } from "../harness/processes.ts";
import { PROFTPD, run } from "../harness/programs.ts";
import { test } from "../harness/requires.ts";
import { type Server, startServer } from "../harness/server.ts";
import { waitForLog } from "../harness/eventually.ts";
import { tempDir } from "../harness/temp_dir.ts";
import { waitFor } from "../harness/wait_for.ts";

/** Ends with the code of the reply to PASS; the client stays connected. */
async function enter(client: Client, user = "alice"): Promise<number> {
  await client.expect(`USER ${user}`, 331);
  return (await client.command(`PASS ${PASSWORD}`)).code;
}

/** Connects and tries to log in, again and again, until it works. */
async function loginAtLast(server: Server): Promise<Client> {
  return await waitFor("room for one more", async () => {
    const client = await server.connect();
    if (client.greeting.code === 220 && await enter(client) === 230) return client;
    client.close();
    return undefined;
  });
}

const area = ({ folder }: { readonly folder: string }, ...lines: string[]) =>
  [`<Anonymous ${folder}/home/ftp>`, "User ftp", ...lines, "</Anonymous>"].join("\n");

Deno.test("of fifty clients who log in at once exactly as many get in as MaxClients says", async () => {
  await using server = await startServer("MaxClients 7");
  await using stack = new AsyncDisposableStack();
  const clients = await Promise.all(Array.from({ length: 50 }, async () => {
    const client = stack.use(await server.connect());
    await client.expect("USER alice", 331);
    return client;
  }));
  const codes = await Promise.all(
    clients.map(async (client) => (await client.command(`PASS ${PASSWORD}`)).code),
  );
  assert.equal(codes.filter((code) => code === 230).length, 7);
  assert.equal(codes.filter((code) => code === 530).length, 43);
});

Deno.test("of many clients who connect at once as many stay as MaxConnectionsPerHost says", async () => {
  await using server = await startServer("MaxConnectionsPerHost 5");
  await using stack = new AsyncDisposableStack();
  const clients = await Promise.all(
    Array.from({ length: 30 }, async () => stack.use(await server.connect())),
  );
  assert.equal(clients.filter(({ greeting }) => greeting.code === 220).length, 5);
});

Deno.test("a session that was killed no longer counts", async () => {
  await using server = await startServer("MaxClients 1\nMaxConnectionsPerHost 1");
  await using _killed = await server.login();
  const [pid] = await server.sessions();
  assert.ok(pid !== undefined);
  signal(pid, "SIGKILL");
  await using _next = await loginAtLast(server);
});

Deno.test("whoever logs out makes room; whoever has not logged in takes none", async () => {
  await using server = await startServer("MaxClients 1");
  await using _stranger = await server.connect();
  const first = await server.login();
  await using second = await server.connect();
  assert.equal(await enter(second), 530);
  await first.expect("QUIT", 221);
  first.close();
  await using _third = await loginAtLast(server);
});

Deno.test("a wrong password takes no room and is not told about limits", async () => {
  await using server = await startServer("MaxClients 1");
  await using client = await server.connect();
  await client.expect("USER alice", 331);
  await client.expect("PASS wrong", "530 Login incorrect.");
  await using _inside = await server.login();
  await client.expect("USER alice", 331);
  await client.expect("PASS wrong", "530 Login incorrect.");
});

Deno.test("a limit of an anonymous area counts those in it, one of the server everybody", async () => {
  await using server = await startServer({
    config: (place) => `MaxClients 2\nUserAlias anonymous ftp\n${area(place, "MaxClients 1 area")}`,
    users: [{ name: "alice" }, { name: "ftp" }],
  });
  await using _alice = await server.login("alice");
  await using guest = await server.connect();
  assert.equal(await enter(guest, "anonymous"), 230);
  await using second = await server.connect();
  await second.expect("USER ftp", 331);
  await second.expect("PASS x", "530 area");
  await using third = await server.connect();
  await third.expect("USER alice", 331);
  await third.expect(`PASS ${PASSWORD}`, /^530 Sorry, the maximum number of allowed clients \(2\)/);
});

Deno.test("anonymous clients do not get in above a limit of the server", async () => {
  await using server = await startServer({
    config: (place) => `MaxClients 1\n${area(place)}`,
    users: [{ name: "alice" }, { name: "ftp" }],
  });
  await using _alice = await server.login("alice");
  await using guest = await server.connect();
  assert.equal(await enter(guest, "ftp"), 530);
});

Deno.test("MaxHostsPerUser counts addresses, not sessions", async () => {
  await using server = await startServer({
    config: "UseIPv6 on\nDefaultAddress 127.0.0.1 ::1\nMaxHostsPerUser 1",
  });
  await using _first = await server.login();
  await using _second = await server.login();
  await using elsewhere = await server.connect("::1");
  await elsewhere.expect("USER alice", 331);
  await elsewhere.expect(
    `PASS ${PASSWORD}`,
    "530 Sorry, the maximum number of hosts (1) for this user are already connected.",
  );
  await waitForLog(server, "Connection refused (MaxHostsPerUser 1)");
});

Deno.test("limits count for each server of its own, on all of its addresses", async () => {
  await using server = await startServer({
    config: ({ port }) =>
      `MaxClients 1
DefaultAddress 127.0.0.1 127.0.0.2
<VirtualHost 127.0.0.3>
  Port ${port}
  MaxClients 1
</VirtualHost>`,
  });
  await using _first = await server.login();
  await using second = await server.connect("127.0.0.2");
  assert.equal(await enter(second), 530);
  await using third = await server.connect("127.0.0.3");
  // Without users of its own it lets nobody in, but it does not talk about limits either.
  await third.expect("USER alice", 331);
  await third.expect(`PASS ${PASSWORD}`, "530 Login incorrect.");
});

Deno.test("transfers above MaxTransfersPerHost and MaxTransfersPerUser are refused until one ends", async () => {
  await using server = await startServer({
    config: "MaxTransfersPerHost RETR 2\nMaxTransfersPerUser STOR,APPE 1",
    users: [{ name: "alice" }, { name: "bob" }],
  });
  await using clients = new AsyncDisposableStack();
  const [a, b, c, bob] = await Promise.all(
    ["alice", "alice", "alice", "bob"].map(async (name) => clients.use(await server.login(name))),
  );
  assert.ok(a && b && c && bob);
  const first = clients.use(await a.passive());
  await a.expect("STOR one", 150);
  clients.use(await b.passive());
  await b.expect(
    "APPE two",
    "451 Sorry, the maximum number of data transfers (1) from this user are currently being used.",
  );
  await waitForLog(server, "APPE refused (MaxTransfersPerUser STOR,APPE 1)");
  // Another user's, and another kind of, transfer is not concerned.
  await bob.upload("STOR three", "x");
  await first.writeAll(new Uint8Array(10));
  await a.expectReply(226);
  // What is refused takes the port of PASV with it.
  const data = clients.use(await b.passive());
  await b.expect("APPE two", 150);
  await data.writeAll(new Uint8Array(10));
  await b.expectReply(226);
  assert.equal((await c.download("RETR one")).length, 10);
});

Deno.test("MaxCommandRate slows down those who are logged in, unknown commands included", async () => {
  await using server = await startServer("MaxCommandRate 5");
  await using client = await server.login();
  const start = performance.now();
  await client.write("NOOP\r\nNOOP\r\nXYZZY\r\nNOOP\r\nNOOP\r\nXYZZY\r\nNOOP\r\n");
  for (let i = 0; i < 7; i++) await client.reply();
  assert.ok(performance.now() - start >= 590);
  await waitForLog(server, /MaxCommandRate \(5 cmds\/1 sec\) exceeded, .* delay of 400 ms/);
});

Deno.test("connections above MaxConnectionRate are closed without a word", async () => {
  await using server = await startServer("MaxConnectionRate 2 1h");
  // The harness has looked whether the server answers, so at most two of these get through.
  const greeted = await Promise.all(Array.from({ length: 4 }, async () => {
    const connection = await Deno.connect({ port: server.port, hostname: "127.0.0.1" });
    try {
      return await connection.read(new Uint8Array(100));
    } catch (error) {
      if (error instanceof Deno.errors.ConnectionReset) return null;
      throw error;
    } finally {
      connection.close();
    }
  }));
  assert.ok(greeted.filter((count) => count !== null).length <= 2);
  await waitForLog(server, "MaxConnectionRate (2/3600 secs) reached, new connection denied");
});

Deno.test("ScoreboardMutex says where the lock is", async () => {
  await using server = await startServer({
    config: ({ folder }) => `MaxClients 1\nScoreboardMutex ${folder}/mutex`,
  });
  await using _client = await server.login();
  const names = await Array.fromAsync(Deno.readDir(server.folder), ({ name }) => name);
  assert.ok(names.includes("mutex"));
  assert.ok(!names.includes("scoreboard.lck"));
});

Deno.test("without a scoreboard a limit is an error that says what to do", async () => {
  await using dir = await tempDir();
  const file = `${dir.path}/proftpd.conf`;
  const check = async (text: string) => {
    await Deno.writeTextFile(file, text);
    return await run(PROFTPD, ["-t", "-c", file]);
  };
  const limits = [
    "MaxClients 5",
    "MaxClientsPerClass some 5",
    "MaxConnectionsPerHost 5",
    "MaxTransfersPerUser RETR 5",
    "<Global>\nMaxHostsPerUser 5\n</Global>",
  ];
  for (const limit of limits) {
    const { code, stderr } = await check(`ScoreboardFile none\n${limit}\n`);
    assert.equal(code, 1, limit);
    assert.match(stderr, /unable to count without a scoreboard on line \d .*set ScoreboardFile/);
  }
  const none = "MaxClients none\nMaxClientsPerClass some none\nMaxClientsPerHost NONE";
  assert.equal((await check(`ScoreboardFile none\n${none}\n`)).code, 0);
});

test({
  name: "a limit that cannot be counted lets nobody in",
  needs: ["root"],
  async fn() {
    await using server = await startServer("MaxClients 5\nSpareSessions 0");
    await Deno.remove(`${server.folder}/scoreboard`);
    await Deno.mkdir(`${server.folder}/scoreboard`);
    await using client = await server.connect();
    await client.expect("USER alice", 331);
    await client.expect(
      `PASS ${PASSWORD}`,
      "421 Service not available, closing control connection",
    );
    await waitForLog(server, "unable to count clients");
    await Deno.remove(`${server.folder}/scoreboard`);
  },
});
