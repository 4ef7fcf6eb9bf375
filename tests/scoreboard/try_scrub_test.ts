import assert from "node:assert/strict";
import { close, O, open } from "../../src/libc/files.ts";
import { tryLock } from "../../src/libc/locks.ts";
import { Board } from "../../src/scoreboard/mod.ts";
import { tempDir } from "../harness/temp_dir.ts";

Deno.test("tryScrub does not wait for a lock that somebody else has", async () => {
  await using dir = await tempDir();
  const board = Board.create(`${dir.path}/board`);
  const other = open(`${dir.path}/board.lck`, O.RDWR);
  try {
    assert.ok(tryLock(other));
    assert.equal(board.tryScrub(), undefined);
  } finally {
    close(other);
  }
  assert.deepEqual(board.tryScrub(), []);
  board.close();
});
