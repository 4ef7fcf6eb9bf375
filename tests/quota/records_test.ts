/**
 * The records of quota tables: the original's bytes, whatever is in them.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Amounts,
  type Limit,
  limitAt,
  limitRecord,
  type QuotaType,
  RECORD_SIZE,
  tallyAt,
  tallyRecord,
} from "../../src/quota/mod.ts";

const TYPES: readonly QuotaType[] = ["all", "user", "group", "class"];

const names = fc.string({
  unit: fc.integer({ min: 1, max: 255 }).map((n) => String.fromCharCode(n)),
})
  .filter((name) => name.length <= 80);
const bytes = fc.double({ noNaN: true, noDefaultInfinity: true });
const files = fc.integer({ min: 0, max: 0xffff_ffff });
const plain = { noNullPrototype: true };
const amounts: fc.Arbitrary<Amounts> = fc.record({
  bytesIn: bytes,
  bytesOut: bytes,
  bytesXfer: bytes,
  filesIn: files,
  filesOut: files,
  filesXfer: files,
}, plain);
const keys = { type: fc.constantFrom(...TYPES), name: names };

Deno.test("a limit comes back from its record", () => {
  const limits: fc.Arbitrary<Limit> = fc.record({
    ...keys,
    perSession: fc.boolean(),
    hard: fc.boolean(),
    amounts,
  }, plain);
  fc.assert(fc.property(limits, (limit) => {
    const record = limitRecord(limit);
    assert.equal(record.byteLength, RECORD_SIZE.limit);
    assert.deepEqual(limitAt(record, 0), limit);
  }));
});

Deno.test("a tally comes back from its record", () => {
  fc.assert(fc.property(fc.record({ ...keys, amounts }, plain), (tally) => {
    const record = tallyRecord(tally);
    assert.equal(record.byteLength, RECORD_SIZE.tally);
    assert.deepEqual(tallyAt(record, 0), tally);
  }));
});

Deno.test("whatever bytes there are, a record can be read", () => {
  const record = fc.uint8Array({ minLength: RECORD_SIZE.limit, maxLength: RECORD_SIZE.limit });
  fc.assert(fc.property(record, (bytes) => {
    const view = new DataView(new Uint8Array(bytes).buffer);
    for (const { name, amounts } of [limitAt(view, 0), tallyAt(view, 0)]) {
      assert.ok(name.length <= 81);
      assert.ok(Object.values(amounts).every(Number.isFinite));
    }
  }));
});

/** What ftpquota wrote for `--name=bob --Bu=100 --Fu=4 --Fd=5 -P -L soft`. */
Deno.test("a limit has the original's bytes", () => {
  const record = limitRecord({
    name: "bob",
    type: "user",
    perSession: true,
    hard: false,
    amounts: { bytesIn: 100, bytesOut: -1, bytesXfer: -1, filesIn: 4, filesOut: 5, filesXfer: 0 },
  });
  const text = new Uint8Array(record.buffer).toHex();
  const name = "626f62".padEnd(2 * 81, "0");
  const wanted = `${name}140000000102000000` +
    "0000000000005940" + "000000000000f0bf" + "000000000000f0bf" +
    "040000000500000000000000";
  assert.equal(text, wanted);
});

Deno.test("a name that is too long is cut off", () => {
  const { name } = tallyAt(
    tallyRecord({
      name: "x".repeat(200),
      type: "user",
      amounts: { bytesIn: 0, bytesOut: 0, bytesXfer: 0, filesIn: 0, filesOut: 0, filesXfer: 0 },
    }),
    0,
  );
  assert.equal(name, "x".repeat(80));
});
