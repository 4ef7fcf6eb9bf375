import assert from "node:assert/strict";
import fc from "fast-check";
import {
  FIELD_NAMES,
  fitField,
  offsetOf,
  packRecord,
  RECORD_SIZE,
  type SessionRecord,
  unpackRecord,
  writeField,
} from "../../src/scoreboard/record.ts";
import { blankImage } from "../../src/scoreboard/text_field.ts";

const bytes = (maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 255 }), { maxLength })
    .map((list) => String.fromCharCode(...list));
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

/** Any record that fits. */
const record: fc.Arbitrary<SessionRecord> = fc.record({
  pid: u32,
  processStart: amount,
  uid: u32,
  gid: u32,
  loggedIn: fc.constantFrom(0, 1),
  sessionBegin: amount,
  protocol: bytes(14),
  clientAddress: bytes(46),
  clientName: bytes(126),
  serverAddress: bytes(46),
  serverPort: fc.integer({ min: 0, max: 65535 }),
  serverName: bytes(62),
  className: bytes(30),
  user: bytes(62),
  transfer: bytes(6),
  transferSize: amount,
  transferDone: amount,
  transferElapsed: amount,
  commandBegin: amount,
  idleBegin: amount,
  command: bytes(30),
  arguments: bytes(254),
  cwd: bytes(254),
}, { noNullPrototype: true });

Deno.test("what is packed is unpacked, wherever the record lies", () => {
  fc.assert(fc.property(record, fc.nat(3), (values, index) => {
    const image = blankImage(4 * RECORD_SIZE);
    packRecord(image, index * RECORD_SIZE, values);
    assert.deepEqual(unpackRecord(image, index * RECORD_SIZE), values);
  }));
});

Deno.test("fields do not overlap: each can be changed alone", () => {
  fc.assert(fc.property(record, record, fc.constantFrom(...FIELD_NAMES), (before, after, name) => {
    const image = blankImage(RECORD_SIZE);
    packRecord(image, 0, before);
    const end = writeField(image, 0, name, fitField(name, after[name]));
    assert.deepEqual(unpackRecord(image, 0), { ...before, [name]: after[name] });
    assert.ok(end > offsetOf(name) && end <= RECORD_SIZE);
  }));
});

Deno.test("a neighbour is never touched, however long the texts are", () => {
  const long = "x".repeat(5000);
  const image = blankImage(3 * RECORD_SIZE);
  image.bytes.fill(0xee);
  packRecord(image, RECORD_SIZE, {
    protocol: long,
    clientAddress: long,
    clientName: long,
    serverAddress: long,
    serverName: long,
    className: long,
    user: long,
    transfer: long,
    command: long,
    arguments: long,
    cwd: long,
  });
  const outside = [
    ...image.bytes.subarray(0, RECORD_SIZE),
    ...image.bytes.subarray(2 * RECORD_SIZE),
  ];
  assert.ok(outside.every((byte) => byte === 0xee));
  assert.equal(unpackRecord(image, RECORD_SIZE).cwd, "x".repeat(254));
});

Deno.test("garbage is read without an exception, and without numbers that are none", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: RECORD_SIZE, maxLength: RECORD_SIZE }), (noise) => {
      const image = blankImage(RECORD_SIZE);
      image.bytes.set(noise);
      const values = unpackRecord(image, 0);
      for (const value of Object.values(values)) {
        assert.ok(typeof value === "string" || Number.isFinite(value));
      }
    }),
  );
});

Deno.test("numbers that no field can hold are made fit", () => {
  assert.equal(fitField("transferDone", Infinity), 0);
  assert.equal(fitField("uid", -1), 0xffff_ffff);
  assert.equal(fitField("serverPort", 65536 + 21), 21);
});
