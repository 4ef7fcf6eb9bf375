/**
 * What a client may ask while a transfer runs, and what has to wait for its end.
 */
import assert from "node:assert/strict";
import { BIG, makeBigFile } from "../../harness/big_file.ts";
import type { Client } from "../../harness/client.ts";
import type { DataChannel } from "../../harness/data_channel.ts";
import { waitForSessions, waitForTransferLog } from "../../harness/eventually.ts";
import { type Server, startServer } from "../../harness/server.ts";
import { content } from "../../harness/tree.ts";
import { waitFor } from "../../harness/wait_for.ts";

const CONFIG = "DefaultRoot ~\nAllowOverwrite on\n";
const BUSY = "200 NOOP: data transfer in progress";

/** The lines of a STAT reply about the running transfer. */
async function askHowFar(client: Client): Promise<string[]> {
  const { lines } = await client.expect("STAT", 211);
  return lines.slice(4, -1);
}

/** Starts an upload of which `count` bytes are in the file already. */
async function startUpload(server: Server, client: Client, count: number): Promise<DataChannel> {
  await client.expect("TYPE I", 200);
  const data = await client.passive();
  await client.expect("STOR file", 150);
  await data.write(content(count));
  const size = async () => (await Deno.stat(`${server.home}/file`)).size;
  await waitFor("the data in the file", async () => await size() === count);
  return data;
}

Deno.test("STAT tells how far an upload is, NOOP that it goes on, and both change nothing", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  for (let count = 1; count <= 2; count++) {
    await using data = await startUpload(server, client, 300_000);
    const before = 300_001 * (count - 1);
    const [total, peer, progress] = await askHowFar(client);
    assert.equal(total, ` Total bytes transferred for session: ${before + 300_000}`);
    assert.match(peer, /^ Passive data transfer from 127\.0\.0\.1 port \d+$/);
    assert.equal(progress, " STOR /file (300000)");
    await client.expect("noop", BUSY);
    await data.writeAll(content(1));
    await client.expectReply("226 Transfer complete");
    await client.expect("NOOP", "200 NOOP command successful");
    assert.equal((await Deno.stat(`${server.home}/file`)).size, 300_001);
  }
  assert.deepEqual((await askHowFar(client)).at(-1), " No data connection");
  await waitForTransferLog(server, /( 300001 \S+\/file b _ i r alice ftp 0 \* c\n.*){2}/s);
});

for (const config of ["", "UseSendfile off\n"]) {
  Deno.test(`STAT and NOOP are answered in the middle of a download ${config}`, async () => {
    await using server = await startServer(CONFIG + config);
    await makeBigFile(server, "big");
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    await using data = await client.active();
    await client.expect("RETR big", 150);
    await data.read(1000);
    const [, peer, progress] = await askHowFar(client);
    assert.match(peer, /^ Active data transfer to 127\.0\.0\.1 port \d+$/);
    const [, whole, done] = /^ RETR \/big \((\d+)\/(\d+)\)$/.exec(progress) ?? [];
    assert.equal(Number(whole), BIG);
    assert.ok(Number(done) >= 1000 && Number(done) < BIG, progress);
    await client.expect("NOOP", BUSY);
    await client.expect("ABOR", "426 Transfer aborted. Data connection closed.");
    await client.expectReply("226 Abort successful");
  });
}

Deno.test("STAT and NOOP are answered in the middle of a listing, ABOR ends it", async () => {
  await using server = await startServer(`${CONFIG}SocketOptions sndbuf 4096`);
  // More than the buffers of a connection take while nobody reads it.
  for (let number = 0; number < 4000; number++) {
    await Deno.writeTextFile(`${server.home}/${number}`.padEnd(server.home.length + 250, "x"), "");
  }
  await using client = await server.login();
  for (const line of ["LIST", "NLST", "MLSD"]) {
    await using data = await client.passive();
    await client.expect(line, 150);
    await data.read(1000);
    assert.match((await askHowFar(client)).at(-1) ?? "", new RegExp(`^ ${line} \\(\\d+\\)$`));
    await client.expect("NOOP", BUSY);
    await client.expect("ABOR", "426 Transfer aborted. Data connection closed.");
    await client.expectReply("226 Abort successful");
  }
  await client.expect("NOOP", "200 NOOP command successful");
});

Deno.test("other commands wait for the end of the transfer, and nothing overtakes them", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  await using data = await startUpload(server, client, 10);
  await client.write("NOOP\r\nPWD\r\nSTAT file\r\nNOOP\r\nSIZE file\r\nFOO\r\n\r\nNOOP x\r\n");
  await client.expectReply(BUSY);
  await data.writeAll(content(1));
  await client.expectReply("226 Transfer complete");
  await client.expectReply('257 "/" is the current directory');
  await client.expectReply(213);
  await client.expectReply("200 NOOP command successful");
  await client.expectReply("213 11");
  await client.expectReply("500 FOO not understood");
  await client.expectReply(500);
  await client.expectReply("200 NOOP command successful");
});

for (const direction of ["upload", "download"]) {
  Deno.test(`QUIT in the middle of a transfer (${direction}) lets it come to its end first`, async () => {
    await using server = await startServer(CONFIG);
    await makeBigFile(server, "big");
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    if (direction === "upload") {
      await using data = await startUpload(server, client, 10);
      await client.send("QUIT");
      await data.writeAll(content(20));
    } else {
      await using data = await client.passive();
      await client.expect("RETR big", 150);
      await client.send("QUIT");
      let count = 0;
      for (let piece = await data.read(1 << 20); piece; piece = await data.read(1 << 20)) {
        count += piece.length;
      }
      assert.equal(count, BIG);
    }
    await client.expectReply("226 Transfer complete");
    await client.expectReply("221 Goodbye.");
    assert.equal(await client.closed(), "");
    await waitForSessions(server, 0);
    if (direction === "upload") assert.equal((await Deno.stat(`${server.home}/file`)).size, 30);
  });
}

Deno.test("a client that sends ahead what it has to say and then closes its half is served", async () => {
  await using server = await startServer(CONFIG);
  await Deno.writeFile(`${server.home}/file`, content(8 << 20));
  await using control = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { name, password } = server.account();
  const lines = [
    ...[`USER ${name}`, `PASS ${password}`, "TYPE I"],
    ...[`EPRT |1|127.0.0.1|${listener.addr.port}|`, "RETR file", "QUIT"],
  ];
  await control.write(new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join("")));
  await control.closeWrite();
  using data = await listener.accept();
  let count = 0;
  for await (const piece of data.readable) count += piece.length;
  assert.equal(count, 8 << 20);
  const said = await new Response(control.readable).text();
  assert.match(said, /^226 Transfer complete\r\n221 Goodbye\.\r\n$/m);
});
