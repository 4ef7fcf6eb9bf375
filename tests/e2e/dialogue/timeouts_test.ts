/**
 * The clocks of a session. Each of these tests waits for a second or two: the shortest time that the
 * directives can name.
 */
import assert from "node:assert/strict";
import { waitForLog, waitForTransferLog } from "../../harness/eventually.ts";
import { startServer } from "../../harness/server.ts";
import { makeBigFile } from "../../harness/big_file.ts";

Deno.test("a client that does not log in in time is sent away, however much it talks", async () => {
  await using server = await startServer("TimeoutLogin 1");
  await using client = await server.connect();
  let reply = await client.command("NOOP");
  while (reply.code === 200) reply = await client.command("NOOP");
  assert.equal(reply.text, "421 Login timeout (1 second): closing control connection");
  assert.equal(await client.closed(), "");
});

Deno.test("a client that is idle for too long is sent away, one that talks is not", async () => {
  await using server = await startServer("TimeoutIdle 2\nTimeoutLogin 0");
  await using silent = await server.login();
  await using talking = await server.login();
  let over = false;
  const chat = (async () => {
    let last = performance.now();
    while (!over) {
      const before = performance.now();
      const reply = await talking.command("NOOP");
      // A machine that is too slow to talk all the time shows nothing here.
      if (performance.now() - last >= 2000) return;
      assert.equal(reply.code, 200, reply.text);
      last = before;
    }
  })();
  const farewell = await silent.reply("the farewell");
  over = true;
  assert.equal(farewell.text, "421 Idle timeout (2 seconds): closing control connection");
  assert.equal(await silent.closed(), "");
  await chat;
});

Deno.test("TimeoutNoTransfer counts from the login, and TimeoutSession all of the time", async () => {
  const cases = [
    ["TimeoutNoTransfer 1", "421 No transfer timeout (1 seconds): closing control connection"],
    ["TimeoutSession 1", "421 Session Timeout (1 seconds): closing control connection"],
    [
      "TimeoutSession 3600\nTimeoutSession 3600 user bob\nTimeoutSession 1 user carol,alice",
      "421 Session Timeout (1 seconds): closing control connection",
    ],
  ] as const;
  await Promise.all(cases.map(async ([config, text]) => {
    await using server = await startServer(config);
    await using client = await server.login();
    let reply = await client.command("NOOP");
    while (reply.code === 200) reply = await client.command("NOOP");
    assert.equal(reply.text, text);
    assert.equal(await client.closed(), "");
  }));
});

Deno.test("a transfer that moves no byte ends with the session, and idling does not count in it", async () => {
  await using server = await startServer("TimeoutStalled 5\nTimeoutIdle 4\nTimeoutNoTransfer 4");
  await makeBigFile(server, "big");
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  await using data = await client.passive();
  const begin = performance.now();
  await client.expect("RETR big", 150);
  await data.read(1000);
  await client.closed();
  const seconds = (performance.now() - begin) / 1000;
  assert.ok(seconds > 4.9, `${seconds} s`);
  await waitForLog(server, "Data transfer stall timeout: 5 seconds");
});

Deno.test("an upload that stands still ends with the session, and what had arrived stays", async () => {
  await using server = await startServer("TimeoutStalled 1\nDeleteAbortedStores off");
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  await using data = await client.passive();
  await client.expect("STOR part", 150);
  await data.write(new TextEncoder().encode("some of it"));
  await client.closed();
  assert.equal(await data.read(), undefined);
  assert.equal(await Deno.readTextFile(`${server.home}/part`), "some of it");
  await waitForLog(server, "Data transfer stall timeout: 1 second");
  await waitForTransferLog(server, / 10 \S+\/part b _ i r alice ftp 0 \* i\n$/);
});

Deno.test("a client that never makes its data connection is idle, and sent away as such", async () => {
  await using server = await startServer("TimeoutIdle 3\nTimeoutLogin 0");
  for (const line of ["NLST", "STOR new"]) {
    await using client = await server.login();
    await client.expect("PASV", 227);
    await client.send(line);
    const { text } = await client.reply("the farewell");
    assert.equal(text, "421 Idle timeout (3 seconds): closing control connection");
    assert.equal(await client.closed(), "");
  }
  await assert.rejects(Deno.stat(`${server.home}/new`), Deno.errors.NotFound);
});
