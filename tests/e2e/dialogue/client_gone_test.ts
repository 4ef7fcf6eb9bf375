/**
 * Clients that are gone in the middle of something: the session ends, or goes on, and what was
 * transferred stays.
 */
import assert from "node:assert/strict";
import { makeBigFile } from "../../harness/big_file.ts";
import { awaitsClient, childrenOf, descriptorCount, signal } from "../../harness/processes.ts";
import { test } from "../../harness/requires.ts";
import { type Server, startServer } from "../../harness/server.ts";
import { waitForLog, waitForSessions, waitForTransferLog } from "../../harness/eventually.ts";
import { content } from "../../harness/tree.ts";
import { waitFor, within } from "../../harness/wait_for.ts";

const CONFIG = "DefaultRoot ~\nAllowOverwrite on";

/** A client at the address $1 that connects to the port $2, and goes with a reset when its input ends. */
const RESETTING = `
import socket, struct, sys
client = socket.create_connection(("127.0.0.1", int(sys.argv[2])), source_address=(sys.argv[1], 0))
client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
sys.stdin.read()
client.close()
`;

/** Starts such a client; the result is called to make it go, and resolves when it has gone. */
function resettingClient(server: Server, address = "127.0.0.1"): () => Promise<void> {
  const client = new Deno.Command("python3", {
    args: ["-c", RESETTING, address, `${server.port}`],
    stdin: "piped",
  }).spawn();
  return async () => {
    await client.stdin.close();
    assert.equal((await client.status).code, 0);
  };
}

test({
  name: "a client that has gone when its session begins is no error",
  needs: ["root", "python3"], // to see which process waits for it
  async fn() {
    await using server = await startServer({ config: "SpareSessions 1", args: ["-d5"] });
    const spare = await waitFor("a spare session", async () => {
      const [only = 0, ...others] = await childrenOf(server.pid);
      return others.length === 0 && await awaitsClient(only) ? only : undefined;
    });
    signal(spare, "SIGSTOP");
    const go = resettingClient(server);
    // The daemon has handed it over, and makes another session ready.
    await waitFor("another spare session", async () => (await childrenOf(server.pid)).length === 2);
    await go();
    signal(spare, "SIGCONT");
    await waitForLog(server, `session ${spare} ended with status 0`);
  },
});

test({
  name: "a client that goes while the server asks who it is ends its session in good order",
  needs: ["root", "python3"], // port 113
  async fn() {
    await using server = await startServer({
      config: "IdentLookups on\nSpareSessions 0",
      args: ["-d5"],
    });
    const byte = () => 2 + Math.floor(Math.random() * 250);
    const address = `127.${byte()}.${byte()}.${byte()}`;
    using listener = Deno.listen({ hostname: address, port: 113 });
    const go = resettingClient(server, address);
    {
      using _question = await within("the question", listener.accept());
      await go();
    }
    await waitForLog(server, /session \d+ ended with status 0/);
    const log = await server.log();
    assert.match(log, /Client closed the control connection/);
    assert.doesNotMatch(log, /internal error/);
  },
});

Deno.test("a client that hangs up while idle takes its session with it", async () => {
  await using server = await startServer(CONFIG);
  const client = await server.login();
  await waitForSessions(server, 1);
  client.close();
  await waitForSessions(server, 0);
});

Deno.test("a client that hangs up in the middle of a download takes its session with it", async () => {
  await using server = await startServer(CONFIG);
  await makeBigFile(server, "big");
  const client = await server.login();
  await client.expect("TYPE I", 200);
  await using data = await client.passive();
  await client.expect("RETR big", 150);
  await data.read(1000);
  client.close();
  await waitForSessions(server, 0);
  await waitForTransferLog(server, /\/big b _ o r alice ftp 0 \* i\n$/);
});

Deno.test("what a client uploaded before it hung up stays", async () => {
  await using server = await startServer(CONFIG);
  const client = await server.login();
  await client.expect("TYPE I", 200);
  await using data = await client.passive();
  await client.expect("STOR part", 150);
  await data.write(content(500_000));
  const size = async () => (await Deno.stat(`${server.home}/part`)).size;
  await waitFor("the data in the file", async () => await size() === 500_000);
  client.close();
  await waitForSessions(server, 0);
  assert.deepEqual(await Deno.readFile(`${server.home}/part`), content(500_000));
  await waitForTransferLog(server, / 500000 \S+\/part b _ i r alice ftp 0 \* i\n$/);
});

Deno.test("a download whose data connection breaks ends with 426, and the session goes on", async () => {
  await using server = await startServer(CONFIG);
  await makeBigFile(server, "big");
  await using client = await server.login();
  for (const type of ["I", "A"]) {
    await client.expect(`TYPE ${type}`, 200);
    const data = await client.passive();
    await client.expect("RETR big", 150);
    await data.read(1000);
    data.close(); // with more to read, the kernel answers what still comes with a reset
    await client.expectReply("426 Transfer aborted. Data connection closed");
  }
  await client.upload("STOR after", "all is well");
  assert.equal(await client.download("RETR after"), "all is well");
});

Deno.test("an upload ends where its data connection does", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  await client.upload("STOR nothing", "");
  await client.upload("STOR one", "1");
  assert.equal((await Deno.stat(`${server.home}/nothing`)).size, 0);
  assert.equal((await Deno.stat(`${server.home}/one`)).size, 1);
});

test({
  name: "a session keeps no descriptors of transfers that failed",
  needs: ["root"], // they are nobody else's business
  async fn() {
    await using server = await startServer(CONFIG);
    await makeBigFile(server, "big");
    await using client = await server.login();
    const [session = 0] = await server.sessions();
    await client.expect("TYPE I", 200);

    async function fail(): Promise<void> {
      await client.expect("RETR none", 550);
      await client.expect("STOR none/x", 550);
      await client.expect("CWD none", 550);
      const data = await client.passive();
      await client.expect("RETR big", 150);
      await data.read(1000);
      data.close();
      await client.expectReply(426);
      await client.expect("PASV", 227);
      await client.expect("PASV", 227);
      await client.expect("STOR /", 550);
      await client.upload("STOR small", "x");
      await client.upload("STOR larger", content(300_000));
      await client.download("LIST");
      await client.expect("ABOR", 226);
    }

    await fail();
    const before = await descriptorCount(session);
    for (let count = 0; count < 5; count++) await fail();
    assert.equal(await descriptorCount(session), before);
  },
});

for (const first of ["control", "data"] as const) {
  Deno.test(`an upload is whole when the client closes both connections, ${first} first`, async () => {
    await using server = await startServer(CONFIG);
    const client = await server.login();
    await client.expect("TYPE I", 200);
    await using data = await client.passive();
    await client.expect("STOR whole", 150);
    // More than fits into the buffers of a connection: some of it is still to come.
    const sent = data.write(content(20 << 20));
    if (first === "control") client.close();
    await sent;
    data.close();
    client.close();
    await waitForSessions(server, 0);
    assert.equal((await Deno.stat(`${server.home}/whole`)).size, 20 << 20);
    await waitForTransferLog(server, / 20971520 \S+\/whole b _ i r alice ftp 0 \* c\n$/);
  });
}

for (const [hidden, name] of [["off", "file"], ["on", ".in.file."]] as const) {
  test({
    name: `what had arrived stays when the session is killed, with HiddenStores ${hidden}`,
    needs: ["root"], // sessions are told from spare ones
    async fn() {
      await using server = await startServer(`${CONFIG}\nHiddenStores ${hidden}`);
      await using client = await server.login();
      await client.expect("TYPE I", 200);
      await client.upload("STOR file", "old");
      await using data = await client.passive();
      await client.expect("STOR file", 150);
      await data.write(content(300_000));
      const size = async () => (await Deno.stat(`${server.home}/${name}`)).size;
      await waitFor("the data in the file", async () => await size() === 300_000);
      for (const pid of await server.sessions()) Deno.kill(pid, "SIGKILL");
      await client.closed();
      assert.deepEqual(await Deno.readFile(`${server.home}/${name}`), content(300_000));

      await using other = await server.login();
      await other.expect("TYPE I", 200);
      if (hidden === "on") {
        assert.equal(await other.download("RETR file"), "old");
        await using _unused = await other.passive();
        const text = "550 file: Temporary hidden file /.in.file. already exists";
        await other.expect("STOR file", text);
        await other.expect("DELE .in.file.", 250);
      }
      await other.upload("STOR file", "new");
      assert.equal(await other.download("RETR file"), "new");
    },
  });
}
