import assert from "node:assert/strict";
import fc from "fast-check";
import {
  civilTime,
  daysInMonth,
  epochSeconds,
  formatTimeVal,
  parseTimeVal,
} from "../../src/protocol/mod.ts";
import { byteStrings, textsOf } from "./arbitraries.ts";

/** From the year 0 to the year 9999, in seconds. */
const moments = fc.integer({ min: -62167219200, max: 253402300799 });

Deno.test("civil time is what Date makes of it", () => {
  fc.assert(
    fc.property(moments, (seconds) => {
      const date = new Date(seconds * 1000);
      assert.deepEqual(civilTime(seconds), {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
      });
    }),
    { numRuns: 2000 },
  );
});

Deno.test("every day of four centuries follows the one before", () => {
  let expected = epochSeconds(1900, 1, 1);
  for (let year = 1900; year < 2300; year++) {
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= daysInMonth(year, month); day++, expected += 86400) {
        assert.equal(epochSeconds(year, month, day), expected);
        const civil = civilTime(expected);
        assert.ok(civil.year === year && civil.month === month && civil.day === day);
      }
    }
  }
});

Deno.test("a time-val survives formatting and parsing", () => {
  fc.assert(fc.property(moments, (seconds) => {
    const text = formatTimeVal(seconds);
    assert.match(text, /^\d{14}$/);
    assert.equal(parseTimeVal(text), seconds);
  }));
});

Deno.test("a time-val has fourteen digits, perhaps a fraction, and names a moment there was", () => {
  assert.equal(formatTimeVal(1795182890), "20261120135450");
  assert.equal(formatTimeVal(-18489600), "19690601000000");
  assert.equal(parseTimeVal("20200101000000"), 1577836800);
  assert.equal(parseTimeVal("20200101000000.123456"), 1577836800);
  assert.equal(parseTimeVal("20161231235960"), parseTimeVal("20170101000000"));
  assert.equal(parseTimeVal("20200229000000"), 1582934400);
  const wrong = [
    "",
    "2020010100000",
    "202001010000001",
    "20200101000000.",
    "2020010100000x",
    "20201301000000",
    "20200001000000",
    "20200100000000",
    "20200230000000",
    "20210229000000",
    "20200101240000",
    "20200101006000",
    "20200101000061",
    "-2020010100000",
  ];
  for (const text of wrong) assert.equal(parseTimeVal(text), undefined, text);
});

Deno.test("any text may be given for a time-val", () => {
  fc.assert(fc.property(fc.oneof(byteStrings, textsOf("0123456789.")), (text) => {
    const seconds = parseTimeVal(text);
    if (seconds !== undefined && text.slice(12, 14) !== "60") {
      assert.equal(formatTimeVal(seconds), text.slice(0, 14));
    }
  }));
});
