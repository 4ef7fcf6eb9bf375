/**
 * Uploads to a disk that is full before they end.
 */
import assert from "node:assert/strict";
import { bytesOf } from "../../../src/libc/bytes.ts";
import type { Client } from "../../harness/client.ts";
import { waitForTransferLog } from "../../harness/eventually.ts";
import { test } from "../../harness/requires.ts";
import { type Server, startServer } from "../../harness/server.ts";
import { SMALL_DISK_NEEDS, smallDisk } from "../../harness/small_disk.ts";
import { content } from "../../harness/tree.ts";

/** Kilobytes of the disk, and more than that in one upload. */
const SIZE = 1024;
const TOO_MUCH = content(3 * SIZE * 1024);

const FULL = "552 Transfer aborted. No space left on device";

/** A server whose alice lives on a small disk. */
async function onSmallDisk(work: (server: Server, client: Client) => Promise<void>) {
  await using server = await startServer("DefaultRoot ~\nAllowOverwrite on\nAllowStoreRestart on");
  await using _disk = await smallDisk(server.home, SIZE);
  {
    await using client = await server.login();
    await client.expect("TYPE I", 200);
    await work(server, client);
  }
}

/** Sends `bytes` after `line`, as far as the server takes them, and reads the reply. */
async function send(client: Client, line: string, bytes: Uint8Array): Promise<string> {
  await using data = await client.passive();
  await client.expect(line, 150);
  try {
    await data.writeAll(bytes);
  } catch (error) {
    // The server has closed its side: what it did not want is returned as an error.
    const closed = error instanceof Deno.errors.BrokenPipe ||
      error instanceof Deno.errors.ConnectionReset;
    if (!closed) throw error;
  }
  return (await client.reply(line)).text;
}

for (const type of ["I", "A"]) {
  test({
    name: `an upload in TYPE ${type} that fills the disk ends with 552, and the session goes on`,
    needs: SMALL_DISK_NEEDS,
    async fn() {
      await onSmallDisk(async (server, client) => {
        await client.expect(`TYPE ${type}`, 200);
        const bytes = TOO_MUCH.map((byte) => byte === 13 ? 10 : byte);
        assert.equal(await send(client, "STOR big", bytes), FULL);
        const stored = await Deno.readFile(`${server.home}/big`);
        assert.deepEqual(stored, bytes.subarray(0, stored.length));
        await waitForTransferLog(server, /\/big [ab] _ i r alice ftp 0 \* i\n$/);

        await client.expect("DELE big", 250);
        await client.upload("STOR small", "fits");
        assert.equal(await Deno.readTextFile(`${server.home}/small`), "fits");
      });
    },
  });
}

test({
  name: "appending and resuming end with 552 on a full disk, and keep what was there",
  needs: SMALL_DISK_NEEDS,
  async fn() {
    await onSmallDisk(async (server, client) => {
      await client.upload("STOR file", "old");
      assert.equal(await send(client, "APPE file", TOO_MUCH), FULL);
      const appended = await Deno.readFile(`${server.home}/file`);
      assert.deepEqual(appended.subarray(0, 3), bytesOf("old"));
      assert.deepEqual(appended.subarray(3), TOO_MUCH.subarray(0, appended.length - 3));

      await client.upload("STOR file", "old");
      await client.expect("REST 3", 350);
      assert.equal(await send(client, "STOR file", TOO_MUCH), FULL);
      assert.equal((await Deno.readTextFile(`${server.home}/file`)).startsWith("old"), true);
    });
  },
});

test({
  name: "small uploads and folders on a full disk are refused with the reason",
  needs: SMALL_DISK_NEEDS,
  async fn() {
    await onSmallDisk(async (server, client) => {
      assert.equal(await send(client, "STOR big", TOO_MUCH), FULL);
      assert.equal(await send(client, "STOR small", bytesOf("x")), FULL);
      assert.equal((await Deno.stat(`${server.home}/small`)).size, 0);
      await client.expect("SIZE big", 213);
      await client.expect("DELE big", 250);
    });
  },
});

test({
  name: "sixteen uploads that share a full disk all end with their own reply",
  needs: SMALL_DISK_NEEDS,
  async fn() {
    await onSmallDisk(async (server, _client) => {
      await using stack = new AsyncDisposableStack();
      const clients = await Promise.all(
        Array.from({ length: 16 }, async () => stack.use(await server.login())),
      );
      const ends = await Promise.all(clients.map(async (client, number) => {
        await client.expect("TYPE I", 200);
        return await send(client, `STOR file${number}`, content(SIZE * 1024 / 8));
      }));
      const full = ends.filter((end) => end === FULL).length;
      const complete = ends.filter((end) => end === "226 Transfer complete").length;
      assert.equal(full + complete, 16, ends.join("\n"));
      assert.ok(full >= 8, `${full} full`);
    });
  },
});
