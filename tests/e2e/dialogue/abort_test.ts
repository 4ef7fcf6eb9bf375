/**
 * ABOR in its many moments. How it looks as urgent data is tested with Python's ftplib, which can
 * send such data: clients/ftplib/urgent_abort.py.
 */
import assert from "node:assert/strict";
import { makeBigFile } from "../../harness/big_file.ts";
import type { Client } from "../../harness/client.ts";
import { waitForTransferLog } from "../../harness/eventually.ts";
import { startServer } from "../../harness/server.ts";
import { content } from "../../harness/tree.ts";
import { waitFor } from "../../harness/wait_for.ts";

const ABORTED = "426 Transfer aborted. Data connection closed.";
const DONE = "226 Abort successful";

/** A whole transfer works, after whatever came before. */
async function expectGoodHealth(client: Client): Promise<void> {
  await client.expect("TYPE I", 200);
  await client.upload("STOR health", "good");
  assert.equal(await client.download("RETR health"), "good");
}

for (const type of ["I", "A"]) {
  for (const config of ["UseSendfile on", "UseSendfile off"]) {
    Deno.test(`ABOR stops a download in TYPE ${type} with ${config}`, async () => {
      await using server = await startServer(`${config}\nDefaultRoot ~\nAllowOverwrite on`);
      await makeBigFile(server, "big");
      await using client = await server.login();
      await client.expect(`TYPE ${type}`, 200);
      await using data = await client.passive();
      await client.expect("RETR big", 150);
      assert.notEqual((await data.read(1000))?.length, 0);
      await client.expect("ABOR", ABORTED);
      await client.expectReply(DONE);
      await waitForTransferLog(server, / o r alice ftp 0 \* i\n$/);
      await expectGoodHealth(client);
    });
  }

  Deno.test(`ABOR stops an upload in TYPE ${type}, and what had arrived stays`, async () => {
    await using server = await startServer("DefaultRoot ~\nAllowOverwrite on");
    await using client = await server.login();
    await client.expect(`TYPE ${type}`, 200);
    await using data = await client.passive();
    await client.expect("STOR part", 150);
    const sent = content(300_000).map((byte) => byte === 13 ? 10 : byte);
    await data.write(sent);
    const size = async () => (await Deno.stat(`${server.home}/part`)).size;
    await waitFor("the data in the file", async () => await size() === sent.length);
    await client.expect("ABOR", ABORTED);
    await client.expectReply(DONE);
    assert.deepEqual(await Deno.readFile(`${server.home}/part`), sent);
    await waitForTransferLog(server, / i r alice ftp 0 \* i\n$/);
    await expectGoodHealth(client);
  });
}

Deno.test("ABOR stops a transfer whose data connection never came", async () => {
  await using server = await startServer("DefaultRoot ~\nAllowOverwrite on");
  await using client = await server.login();
  await client.upload("STOR file", "text");
  await client.expect("PASV", 227);
  await client.send("RETR file");
  await client.expect("ABOR", ABORTED);
  await client.expectReply(DONE);
  await client.expect("PASV", 227);
  await client.send("STOR new");
  await client.expect("ABOR", ABORTED);
  await client.expectReply(DONE);
  await client.expect("SIZE new", 550);
  await expectGoodHealth(client);
});

Deno.test("ABOR without a transfer closes the port that PASV opened", async () => {
  await using server = await startServer("DefaultRoot ~\nAllowOverwrite on");
  await using client = await server.login();
  await client.expect("ABOR", DONE);
  await using data = await client.passive();
  await client.expect("ABOR", DONE);
  // Nobody had taken the connection yet: the kernel resets it.
  await assert.rejects(data.read(), Deno.errors.ConnectionReset);
  await client.expect("NLST", "425 Unable to build data connection: Connection refused");
  await expectGoodHealth(client);
});

Deno.test("commands sent ahead of ABOR are carried out after the transfer, in order", async () => {
  await using server = await startServer("DefaultRoot ~\nAllowOverwrite on");
  await makeBigFile(server, "big");
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  await using data = await client.passive();
  await client.expect("RETR big", 150);
  await data.read(1000);
  await client.write("NOOP\r\nPWD\r\nABOR\r\nSYST\r\n");
  await client.expectReply(ABORTED);
  await client.expectReply("200 NOOP command successful");
  await client.expectReply('257 "/" is the current directory');
  await client.expectReply(DONE);
  await client.expectReply("215 UNIX Type: L8");
});
