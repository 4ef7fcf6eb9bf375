/**
 * Counting in a tally table that others change as well.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { BadTable, changed, NOTHING, Table, TableTally } from "../../src/quota/mod.ts";
import { readTallies, writeTables } from "../harness/quota_tables.ts";
import { tempDir } from "../harness/temp_dir.ts";

const ALICE = { type: "user", name: "alice" } as const;
const ONE = { ...NOTHING, bytesIn: 1, filesIn: 1 };

async function opened(folder: string): Promise<Table> {
  await writeTables(folder, [], [
    { name: "zoe", amounts: { bytesIn: 7 } },
    { amounts: { bytesIn: 10 } },
    { type: "group", amounts: { bytesIn: 5 } },
  ]);
  return Table.open(`${folder}/tally.tab`, "tally", true);
}

function count(tally: TableTally): void {
  tally.change((used) => changed(used, ONE));
}

Deno.test("a tally is found by type and name, and changed where it is", async () => {
  await using folder = await tempDir();
  const table = await opened(folder.path);
  const tally = TableTally.find(table, ALICE);
  assert.ok(tally);
  count(tally);
  assert.deepEqual(readTallies(folder.path).map(({ used }) => used), [
    { bytesIn: 7 },
    { bytesIn: 11, filesIn: 1 },
    { bytesIn: 5 },
  ]);
  table.close();
});

Deno.test("a tally that has moved is found again", async () => {
  await using folder = await tempDir();
  const table = await opened(folder.path);
  const tally = TableTally.find(table, ALICE);
  const first = table.find({ type: "user", name: "zoe" });
  assert.ok(tally && first);
  table.holdingAll(() => table.remove(first.offset));
  count(tally);
  assert.deepEqual(readTallies(folder.path).map(({ name, type, used }) => [name, type, used]), [
    ["alice", "user", { bytesIn: 11, filesIn: 1 }],
    ["alice", "group", { bytesIn: 5 }],
  ]);
  table.close();
});

Deno.test("a tally that was deleted begins anew", async () => {
  await using folder = await tempDir();
  const table = await opened(folder.path);
  const tally = TableTally.find(table, ALICE);
  const placed = table.find(ALICE);
  assert.ok(tally && placed);
  table.holdingAll(() => table.remove(placed.offset));
  count(tally);
  const alice = readTallies(folder.path).filter(({ type, name }) =>
    type === "user" && name === "alice"
  );
  assert.deepEqual(alice.map(({ used }) => used), [{ bytesIn: 1, filesIn: 1 }]);
  table.close();
});

Deno.test("two who miss a tally make one", async () => {
  await using folder = await tempDir();
  const [one, two] = [await opened(folder.path), await opened(folder.path)];
  const key = { type: "class", name: "c" } as const;
  const tallies = [TableTally.create(one, key), TableTally.create(two, key)];
  tallies.forEach(count);
  assert.deepEqual(readTallies(folder.path).slice(3).map(({ used }) => used), [
    { bytesIn: 2, filesIn: 2 },
  ]);
  one.close();
  two.close();
});

Deno.test("half a record at the end is written over", async () => {
  await using folder = await tempDir();
  const table = await opened(folder.path);
  await Deno.writeFile(`${folder.path}/tally.tab`, new Uint8Array(50).fill(65), { append: true });
  count(TableTally.create(table, { type: "user", name: "bob" }));
  assert.deepEqual(readTallies(folder.path).map(({ name }) => name), [
    "zoe",
    "alice",
    "alice",
    "bob",
  ]);
  table.close();
});

Deno.test("what is not a table is not used", async () => {
  await using folder = await tempDir();
  for (const text of ["", "abc", "something else"]) {
    await Deno.writeTextFile(`${folder.path}/tally.tab`, text);
    assert.throws(() => Table.open(`${folder.path}/tally.tab`, "tally", true), BadTable);
  }
  await writeTables(folder.path, []);
  assert.throws(() => Table.open(`${folder.path}/tally.tab`, "limit", false), BadTable);
});

Deno.test("what is used is never less than nothing", () => {
  fc.assert(fc.property(fc.integer(), fc.integer(), fc.integer(), (bytes, files, more) => {
    const used = changed({ ...NOTHING, bytesIn: Math.abs(bytes), filesIn: Math.abs(files) }, {
      ...NOTHING,
      bytesIn: more,
      filesIn: more,
    });
    assert.equal(used.bytesIn, Math.max(0, Math.abs(bytes) + more));
    assert.equal(used.filesIn, Math.min(Math.max(0, Math.abs(files) + more), 0xffff_ffff));
  }));
});
