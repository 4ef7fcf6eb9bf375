/**
 * TYPE A, both ways: lines end in CR LF on the wire and in LF on the disk.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesOf, stringOf } from "../../../src/libc/bytes.ts";
import { startServer } from "../../harness/server.ts";
import { waitFor } from "../../harness/wait_for.ts";

const CONFIG = "DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on";

/** Bytes among which line ends are frequent. */
const text = fc.string({
  unit: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("\r", "\n", "\r\n") },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 255 }).map((b) => String.fromCharCode(b)) },
  ),
  maxLength: 300,
});

Deno.test("a download in TYPE A ends every line in CR LF, and no line twice", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      await Deno.writeFile(`${server.home}/file`, bytesOf(content));
      const wanted = content.replace(/\r?\n/g, "\r\n");
      assert.equal(await client.download("RETR file"), wanted);
    }),
    { numRuns: 60 },
  );
});

Deno.test("an upload in TYPE A leaves LF of every CR LF, and all else as it is", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      await client.upload("STOR file", content);
      const stored = stringOf(await Deno.readFile(`${server.home}/file`));
      assert.equal(stored, content.replace(/\r\n/g, "\n"));
    }),
    { numRuns: 60 },
  );
});

Deno.test("a CR LF that comes in two pieces is still one line end", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  await using data = await client.passive();
  await client.expect("STOR file", 150);
  let expected = "";
  for (const piece of ["a\r", "\nb\r", "\r", "\nc\r", "d\r"]) {
    await data.write(bytesOf(piece));
    expected += piece;
    // What may still become a line end stays with the server: all before it has to be there.
    const settled = expected.replace(/\r+$/, "").replace(/\r\n/g, "\n");
    await waitFor("the piece in the file", async () => {
      return stringOf(await Deno.readFile(`${server.home}/file`)).startsWith(settled);
    });
  }
  data.close();
  await client.expectReply(226);
  const stored = stringOf(await Deno.readFile(`${server.home}/file`));
  assert.equal(stored, "a\nb\r\nc\rd\r");
});

Deno.test("large files come through TYPE A whole, both ways", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  const lines = Array.from({ length: 100_000 }, (_, number) => `line ${number}`);
  await client.upload("STOR file", lines.map((line) => `${line}\r\n`).join(""));
  const onDisk = await Deno.readTextFile(`${server.home}/file`);
  assert.equal(onDisk, lines.map((line) => `${line}\n`).join(""));
  assert.equal(await client.download("RETR file"), lines.map((line) => `${line}\r\n`).join(""));
});

Deno.test("appending works in TYPE A, resuming only in TYPE I", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  await client.upload("STOR file", "one\r\n");
  await client.upload("APPE file", "two\r\n");
  assert.equal(await Deno.readTextFile(`${server.home}/file`), "one\ntwo\n");
  await client.expect("REST 4", "501 REST: Resuming transfers not allowed in ASCII mode");
  await client.expect("TYPE I", 200);
  await client.expect("REST 4", 350);
  assert.equal(await client.download("RETR file"), "two\n");
});

Deno.test("the size in the 150 is the one on the disk", async () => {
  await using server = await startServer(CONFIG);
  await using client = await server.login();
  await client.upload("STOR file", "one\r\ntwo\r\n");
  await using data = await client.passive();
  await client.expect("RETR file", "150 Opening ASCII mode data connection for file (8 bytes)");
  assert.equal((await data.readAll()).length, 10);
  await client.expectReply(226);
});

/** Bytes from which on other loops do the work, twice over. */
const LARGE = 2 << 20;

for (const config of ["SessionTemplate off", "SessionTemplate on", "RLimitMemory session 64M"]) {
  Deno.test(`a large text is converted like a small one: ${config}`, async () => {
    await using server = await startServer(`${CONFIG}\n${config}`);
    await using client = await server.login();
    const lines = ["", "\n", "x".repeat(63), "a\rb\r", "\xe4\xf6".repeat(40), "c\r"];
    let wire = "";
    for (let number = 0; wire.length < LARGE; number++) {
      wire += `${lines[number % lines.length]}${"y".repeat(number % 37)}\r\n`;
    }
    const file = wire.replace(/\r\n/g, "\n");
    await client.upload("STOR file", wire);
    assert.ok(stringOf(await Deno.readFile(`${server.home}/file`)) === file);
    assert.ok(await client.download("RETR file") === file.replace(/(?<!\r)\n/g, "\r\n"));
  });
}
