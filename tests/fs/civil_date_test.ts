import assert from "node:assert/strict";
import fc from "fast-check";
import { civilDate, DAY } from "../../src/fs/listing/civil_date.ts";

Deno.test("civilDate() knows the days that Date knows", () => {
  fc.assert(fc.property(fc.integer({ min: -800_000, max: 3_000_000 }), (days) => {
    const date = new Date(days * DAY * 1000);
    assert.deepEqual(civilDate(days), {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
    });
  }));
});
