import assert from "node:assert/strict";
import fc from "fast-check";
import { epochOf, localtime } from "../../src/libc/time.ts";
import { parseWhen, resolveWhen } from "../../src/shutdown/when.ts";

Deno.test("now, +minutes, HHMM and HH are times", () => {
  assert.deepEqual(parseWhen("now"), { kind: "in", minutes: 0 });
  assert.deepEqual(parseWhen("NOW"), { kind: "in", minutes: 0 });
  assert.deepEqual(parseWhen("+5"), { kind: "in", minutes: 5 });
  assert.deepEqual(parseWhen("+0090"), { kind: "in", minutes: 90 });
  assert.deepEqual(parseWhen("2350"), { kind: "at", hour: 23, minute: 50 });
  assert.deepEqual(parseWhen("0000"), { kind: "at", hour: 0, minute: 0 });
  assert.deepEqual(parseWhen("07"), { kind: "at", hour: 7, minute: 0 });
});

Deno.test("anything else is none", () => {
  const words = ["", "+", "+abc", "+-5", "+5x", "+ 5", "5", "123", "12345", "24", "2400", "2360"];
  for (const word of [...words, "9999", "1a", "12ab", " 12", "-1", "noww", "+9999999999"]) {
    assert.equal(parseWhen(word), undefined, word);
  }
});

/** Seconds since the epoch of a local time today or any other day. */
function moment(year: number, month: number, day: number, hour: number, minute: number, s = 0) {
  return epochOf({ year, month, day, hour, minute, second: s });
}

/** The date and time fields as one list. */
function fields(time: ReturnType<typeof resolveWhen>): number[] | undefined {
  return time && [time.year, time.month, time.day, time.hour, time.minute, time.second];
}

Deno.test("a time of day is the next one, with the seconds of the present", () => {
  const now = moment(2026, 11, 20, 14, 5, 59);
  const at = (hour: number, minute: number) =>
    fields(resolveWhen({ kind: "at", hour, minute }, now));
  assert.deepEqual(at(14, 6), [2026, 11, 20, 14, 6, 59]);
  assert.deepEqual(at(23, 59), [2026, 11, 20, 23, 59, 59]);
  assert.deepEqual(at(14, 5), [2026, 11, 21, 14, 5, 59], "this minute has begun already");
  assert.deepEqual(at(0, 0), [2026, 11, 21, 0, 0, 59]);
});

Deno.test("tomorrow may be next month or next year, or the day that leap years have more", () => {
  const midnight = { kind: "at", hour: 0, minute: 0 } as const;
  const next = (year: number, month: number, day: number) =>
    fields(resolveWhen(midnight, moment(year, month, day, 12, 0)))?.slice(0, 3);
  assert.deepEqual(next(2026, 11, 30), [2026, 12, 1]);
  assert.deepEqual(next(2026, 12, 31), [2027, 1, 1]);
  assert.deepEqual(next(2028, 2, 28), [2028, 2, 29]);
  assert.deepEqual(next(2026, 2, 28), [2026, 3, 1]);
});

Deno.test("so many minutes from now is that moment in local time", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e9 }),
      fc.integer({ min: 0, max: 1e6 }),
      (now, minutes) => {
        assert.deepEqual(resolveWhen({ kind: "in", minutes }, now), localtime(now + minutes * 60));
      },
    ),
  );
});

Deno.test("beyond the calendar there is no time", () => {
  assert.equal(resolveWhen({ kind: "in", minutes: 9_999_999_999 }, 4e9), undefined);
});
