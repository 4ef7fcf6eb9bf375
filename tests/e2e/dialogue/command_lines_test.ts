/**
 * What arrives on the control connection, as no well-behaved client would send it.
 */
import assert from "node:assert/strict";
import { bytesOf } from "../../../src/libc/bytes.ts";
import { startServer } from "../../harness/server.ts";

const NOOP = "200 NOOP command successful";

Deno.test("a command may come in pieces of one byte", async () => {
  await using server = await startServer();
  await using client = await server.connect();
  for (const byte of bytesOf("USER alice\r\nPASS secret\r\n")) {
    await client.write(Uint8Array.of(byte));
  }
  await client.expectReply("331 Password required for alice");
  await client.expectReply("230 User alice logged in");
});

Deno.test("commands sent ahead are carried out one after the other", async () => {
  await using server = await startServer("DefaultRoot ~");
  await using client = await server.connect();
  const lines = ["USER alice", "PASS secret", "MKD a", "CWD a", "MKD b", "CWD b", "PWD", "QUIT"];
  await client.write(lines.map((line) => `${line}\r\n`).join(""));
  await client.expectReply("331 Password required for alice");
  await client.expectReply("230 User alice logged in");
  await client.expectReply('257 "/a" - Directory successfully created');
  await client.expectReply("250 CWD command successful");
  await client.expectReply('257 "/a/b" - Directory successfully created');
  await client.expectReply("250 CWD command successful");
  await client.expectReply('257 "/a/b" is the current directory');
  await client.expectReply("221 Goodbye.");
  assert.equal(await client.closed(), "");
});

Deno.test("five thousand commands in one go get five thousand replies", async () => {
  await using server = await startServer();
  await using client = await server.login();
  const sending = client.write("NOOP\r\n".repeat(5000));
  for (let count = 0; count < 5000; count++) await client.expectReply(NOOP);
  await sending;
});

Deno.test("a listing, and commands sent ahead of its end, do not get in each other's way", async () => {
  await using server = await startServer();
  await using client = await server.login();
  await Deno.writeTextFile(`${server.home}/file`, "");
  await using data = await client.passive();
  await client.write("NLST\r\nNOOP\r\nPWD\r\n");
  await client.expectReply(150);
  assert.equal(new TextDecoder().decode(await data.readAll()), "file\r\n");
  await client.expectReply(226);
  await client.expectReply(NOOP);
  await client.expectReply(257);
});

Deno.test("negotiations of Telnet are refused, and leave the command as it is", async () => {
  await using server = await startServer();
  await using client = await server.connect();
  const [will, wont, doIt, dont] = ["\xff\xfb", "\xff\xfc", "\xff\xfd", "\xff\xfe"];
  await client.write(`${will}\x01${doIt}\x03NO${wont}\x05OP${dont}\x06\r\n`);
  const refusals = "\xff\xfe\x01\xff\xfc\x03\xff\xfe\x05\xff\xfc\x06";
  const answer = `${refusals}${NOOP}\r\n`;
  let heard = "";
  while (heard.length < answer.length) heard += await client.read();
  assert.equal(heard, answer);
});

Deno.test("IAC IP and IAC DM in front of a command vanish", async () => {
  await using server = await startServer();
  await using client = await server.login();
  await client.write("\xff\xf4\xff\xf2ABOR\r\n");
  await client.expectReply("226 Abort successful");
  await client.write("\xff\xf4\xff\xf2NOOP\r\n");
  await client.expectReply(NOOP);
});

Deno.test("a line that is too long is refused once, and what follows is heard", async () => {
  await using server = await startServer();
  await using client = await server.login();
  for (const length of [4097, 5000, 100_000, 1_000_000]) {
    await client.write(`CWD ${"x".repeat(length)}\r\nNOOP\r\n`);
    const refusal = await client.reply(`the reply to ${length} bytes`);
    assert.equal(refusal.code, 500);
    await client.expectReply(NOOP);
  }
  assert.match(await server.log(), /client sent too-long command, ignoring/);
});

Deno.test("a line may be as long as CommandBufferSize says", async () => {
  await using server = await startServer("CommandBufferSize 600");
  await using client = await server.login();
  const name = "x".repeat(250);
  const fits = `CWD ${name}/${name}/${"y".repeat(600 - 506)}`;
  assert.equal(fits.length, 600);
  await client.expect(fits, 550);
  await client.expect(`${fits}y`, 500);
});

Deno.test("endless bytes without a line end do not fill the memory", async () => {
  await using server = await startServer();
  await using client = await server.connect();
  const [session] = await server.sessions();
  const block = new Uint8Array(1 << 20).fill(65);
  for (let count = 0; count < 64; count++) await client.write(block);
  await client.write("\r\nNOOP\r\n");
  assert.equal((await client.reply()).code, 500);
  await client.expectReply(NOOP);
  const status = await Deno.readTextFile(`/proc/${session}/status`);
  const private_ = Number(/^RssAnon:\s*(\d+) kB/m.exec(status)?.[1]);
  assert.ok(private_ < 40_000, `${private_} KiB`);
});

Deno.test("a lone LF is part of the line; replies show it as a question mark", async () => {
  await using server = await startServer("DefaultRoot ~");
  await using client = await server.login();
  await client.expect("MKD a\nb", '257 "/a?b" - Directory successfully created');
  await client.expect("CWD a\nb", 250);
});

Deno.test("a NUL ends the command, not the line", async () => {
  await using server = await startServer("DefaultRoot ~");
  await using client = await server.login();
  await client.expect("MKD sub\0/../../etc", '257 "/sub" - Directory successfully created');
  await client.expect("NOOP", 200);
});

Deno.test("bytes of every kind get an answer or nothing, and the session lives on", async () => {
  await using server = await startServer();
  await using client = await server.login();
  for (let byte = 0; byte < 256; byte++) {
    if ([10, 13, 255].includes(byte)) continue; // ends of lines, and Telnet
    await client.write(Uint8Array.of(byte, ...bytesOf("\r\n")));
    assert.equal((await client.reply(`the reply to byte ${byte}`)).code, 500);
  }
  await client.expect("NOOP", NOOP);
});

Deno.test("a client that closes in the middle of a line leaves nothing behind", async () => {
  await using server = await startServer();
  {
    await using client = await server.connect();
    await client.write("USER ali");
  }
  await using client = await server.login();
  await client.expect("NOOP", NOOP);
});
