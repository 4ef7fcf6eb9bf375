import assert from "node:assert/strict";
import fc from "fast-check";
import { Pace } from "../../../src/session/data/pace.ts";

Deno.test("free bytes cost no time, those behind them do", () => {
  const pace = new Pace(1000, 500);
  assert.equal(pace.portion, 500);
  pace.moved(500, 0);
  assert.equal(pace.delay(0), 0);
  assert.equal(pace.portion, 100);
  pace.moved(100, 0);
  assert.equal(pace.delay(0), 100);
  assert.equal(pace.delay(60), 40);
  assert.equal(pace.delay(200), 0);
});

Deno.test("the slowest rate still moves a byte at a time", () => {
  assert.equal(new Pace(0.5, 0).portion, 1);
});

Deno.test("a client that reads late gets no burst of more than a second's worth", () => {
  const pace = new Pace(1000, 0);
  pace.moved(100, 0);
  let moved = 0;
  while (pace.delay(60_000) === 0) {
    pace.moved(100, 60_000);
    moved += 100;
  }
  assert.ok(moved <= 1100, `${moved} bytes at once`);
});

Deno.test("at any rate a transfer takes its time, and no longer", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1 << 20 }),
      fc.integer({ min: 0, max: 1 << 16 }),
      (rate, free) => {
        const pace = new Pace(rate, free);
        const size = free + rate * 3;
        let now = 0;
        for (let left = size; left > 0;) {
          now += pace.delay(now);
          const count = Math.min(left, pace.portion);
          pace.moved(count, now);
          left -= count;
        }
        now += pace.delay(now);
        assert.ok(Math.abs(now - 3000) < 1, `${now} ms`);
      },
    ),
    { numRuns: 50 },
  );
});
