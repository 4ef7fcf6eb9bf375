import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatShutdownFile,
  parseShutdownFile,
  type ShutdownNotice,
} from "../../src/shutdown/shutdown_file.ts";

const at = { year: 2026, month: 11, day: 20, hour: 12, minute: 2, second: 24 };

Deno.test("a shutdown file is a line of numbers and a message", () => {
  assert.equal(
    formatShutdownFile({ at, denyMinutes: 10, disconnectMinutes: 5, message: "going down at %s" }),
    "2026 11 20 12 2 24 0010 0005\ngoing down at %s\n",
  );
});

Deno.test("the offsets are hours and minutes, with more digits where two are not enough", () => {
  const offsets = (denyMinutes: number, disconnectMinutes: number) =>
    formatShutdownFile({ at, denyMinutes, disconnectMinutes, message: "" })
      .split("\n")[0].split(" ").slice(6);
  assert.deepEqual(offsets(90, 150), ["0130", "0230"]);
  assert.deepEqual(offsets(0, 1500), ["0000", "2500"]);
  assert.deepEqual(offsets(6000, 100000), ["10000", "166640"]);
});

const notices: fc.Arbitrary<ShutdownNotice> = fc.record({
  at: fc.record({
    year: fc.integer({ min: 1970, max: 9998 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    second: fc.integer({ min: 0, max: 59 }),
  }, { noNullPrototype: true }),
  denyMinutes: fc.integer({ min: 0, max: 100_000 }),
  disconnectMinutes: fc.integer({ min: 0, max: 100_000 }),
  message: fc.string({ unit: "binary-ascii" }).filter((text) => !/\r\n|[\r\n]$/.test(text)),
}, { noNullPrototype: true });

Deno.test("what was written is read back", () => {
  fc.assert(fc.property(notices, (notice) => {
    assert.deepEqual(parseShutdownFile(formatShutdownFile(notice)), notice);
  }));
});

Deno.test("a message may have several lines, from an editor of whatever system", () => {
  const notice = parseShutdownFile("2026 11 20 12 2 24 0010 0005\r\none\r\ntwo\n\n");
  assert.ok(typeof notice !== "string");
  assert.equal(notice.message, "one\ntwo");
});

Deno.test("what a person may leave out or add does no harm", () => {
  const expected = { at, denyMinutes: 0, disconnectMinutes: 0, message: "" };
  for (
    const text of [
      "2026 11 20 12 2 24",
      "2026 11 20 12 2 24 0000 0000\n",
      "\t2026  11 20 12 02 24 0 00 planned by Ann\n",
    ]
  ) {
    assert.deepEqual(parseShutdownFile(text), expected, text);
  }
});

Deno.test("minutes beyond an hour are minutes", () => {
  const notice = parseShutdownFile("2026 11 20 12 2 24 90 0199\n");
  assert.ok(typeof notice !== "string");
  assert.deepEqual([notice.denyMinutes, notice.disconnectMinutes], [90, 159]);
});

Deno.test("a garbled file is told apart, with the reason", () => {
  const cases: [string, string][] = [
    ["\n", "the first line is empty"],
    ["  \nmessage\n", "the first line is empty"],
    ["shut it\n", "'shut' is not a number"],
    ["2026 11 20\nmessage\n", "the time needs six numbers, here are 3"],
    ["2026 13 1 1 1 1 0 0\n", "there is no month 13"],
    ["2026 0 1 1 1 1 0 0\n", "there is no month 0"],
    ["2026 1 32 1 1 1 0 0\n", "there is no day 32"],
    ["2026 1 1 24 1 1 0 0\n", "there is no hour 24"],
    ["2026 1 1 1 60 1 0 0\n", "there is no minute 60"],
    ["26 1 1 1 1 1 0 0\n", "there is no year 26"],
    ["2026 1 1 1 1 1 -10 0\n", "'-10' is not a number"],
    ["2026 1 1 1 1 1 0 9999999999\n", "'9999999999' is not a number"],
    ["x".repeat(5000), `'${"x".repeat(40)}' is not a number`],
  ];
  for (const [text, problem] of cases) assert.equal(parseShutdownFile(text), problem, text);
});

Deno.test("no text makes reading fail", () => {
  fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
    parseShutdownFile(text);
    parseShutdownFile(`2026 11 20 ${text}`);
  }));
});
