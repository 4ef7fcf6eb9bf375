/**
 * REST, APPE, RANG and STOU: transfers that begin somewhere else than at the beginning.
 */
import assert from "node:assert/strict";
import { stringOf } from "../../../src/libc/bytes.ts";
import { testInBothManners } from "../../harness/manners.ts";
import type { Server } from "../../harness/server.ts";
import { startServer } from "../../harness/server.ts";
import { content } from "../../harness/tree.ts";

const GIB = 1024 ** 3;

/** A file of `size` bytes, all zero and none on the disk, that belongs to the first user. */
async function makeSparseFile(server: Server, name: string, size: number): Promise<void> {
  const { home, uid, gid } = server.account();
  using file = await Deno.open(`${home}/${name}`, { write: true, create: true });
  await file.truncate(size);
  if (Deno.uid() === 0) await Deno.chown(`${home}/${name}`, uid, gid);
}

testInBothManners({
  name: "a transfer that broke goes on at any byte, either way",
  needs: [],
  async fn(server) {
    const whole = content(400_000);
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    await client.upload("STOR file", whole);
    for (const at of [1, 65_535, 65_536, 131_073, 399_999, 400_000]) {
      await client.expect(`REST ${at}`, 350);
      assert.equal(await client.download("RETR file"), stringOf(whole.subarray(at)), `from ${at}`);

      await client.upload("STOR part", whole.subarray(0, at));
      await client.expect(`REST ${at}`, 350);
      await client.upload("STOR part", whole.subarray(at));
      assert.deepEqual(await Deno.readFile(`${server.home}/part`), whole, `from ${at}`);

      await client.upload("STOR part", whole.subarray(0, at));
      await client.upload("APPE part", whole.subarray(at));
      assert.deepEqual(await Deno.readFile(`${server.home}/part`), whole, `append at ${at}`);
    }
  },
});

testInBothManners({
  name: "files of more than four gigabytes are measured and resumed",
  needs: [],
  async fn(server) {
    const size = 5 * GIB;
    await makeSparseFile(server, "huge", size);
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    await client.expect("SIZE huge", `213 ${size}`);
    await client.expect(`REST ${size - 3}`, 350);
    await client.upload("STOR huge", "end of it");
    await client.expect("SIZE huge", `213 ${size + 6}`);
    await client.expect(`REST ${size - 5}`, 350);
    assert.equal(await client.download("RETR huge"), "\0\0end of it");
    assert.match(await client.download("LIST huge"), new RegExp(` ${size + 6} `));
    await client.upload("APPE huge", "!");
    await client.expect("SIZE huge", `213 ${size + 7}`);
  },
});

Deno.test("REST holds for one transfer, whatever became of it", async () => {
  await using server = await startServer("DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on");
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  await client.upload("STOR file", "0123456789");
  await client.expect("REST 5", 350);
  await client.expect("RETR none", 550);
  assert.equal(await client.download("RETR file"), "0123456789");
  await client.expect("REST 5", 350);
  assert.equal(await client.download("RETR file"), "56789");
  await client.expect("REST 5", 350);
  await client.expect("REST 0", 350);
  assert.equal(await client.download("RETR file"), "0123456789");
});

Deno.test("REST past the end is refused, and the file stays as it is", async () => {
  await using server = await startServer("DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on");
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  await client.upload("STOR file", "0123456789");
  for (const command of ["RETR", "STOR"]) {
    for (const at of ["11", "4294967296", "9223372036854775807", "99999999999999999999"]) {
      await using _data = await client.passive();
      await client.expect(`REST ${at}`, 350);
      await client.expect(`${command} file`, "554 REST: invalid file argument");
    }
  }
  assert.equal(await client.download("RETR file"), "0123456789");
});

Deno.test("RANG names a part of a file", async () => {
  await using server = await startServer("DefaultRoot ~");
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  await client.upload("STOR file", "0123456789");
  await client.expect("RANG 2 5", "350 Transferring byte range of 4 bytes starting from 2");
  assert.equal(await client.download("RETR file"), "2345");
  assert.equal(await client.download("RETR file"), "0123456789");
  await client.expect("RANG 2 5", 350);
  await client.expect("RANG 1 0", "350 Reset byte transfer range");
  assert.equal(await client.download("RETR file"), "0123456789");
  await client.expect("RANG 5 2", 501);
});

Deno.test("STOU finds a name that is free, and tells it", async () => {
  await using server = await startServer("DefaultRoot ~");
  await using client = await server.login();
  await client.expect("TYPE I", 200);
  const names = new Set<string>();
  for (let count = 0; count < 20; count++) {
    await using data = await client.passive();
    const { text } = await client.expect("STOU", /^150 FILE: ftp[A-Za-z0-9]{6}$/);
    const name = text.slice("150 FILE: ".length);
    names.add(name);
    await data.writeAll(new TextEncoder().encode(name));
    await client.expectReply(226);
    assert.equal(await Deno.readTextFile(`${server.home}/${name}`), name);
  }
  assert.equal(names.size, 20);
});
