import assert from "node:assert/strict";
import fc from "fast-check";
import { CommandRate } from "../../../src/modules/core/command_rate.ts";

Deno.test("commands above the rate wait their share of the interval each, as the original's do", () => {
  const rate = new CommandRate({ count: 3, seconds: 1 });
  const delays = Array.from({ length: 7 }, () => rate.delay(5));
  assert.deepEqual(delays, [0, 0, 0, 333, 666, 999, 1332]);
});

Deno.test("a longer interval makes longer delays", () => {
  const rate = new CommandRate({ count: 10, seconds: 3 });
  for (let i = 0; i < 10; i++) assert.equal(rate.delay(0), 0);
  assert.equal(rate.delay(0), 300);
});

Deno.test("a pause makes up for what came too fast", () => {
  const rate = new CommandRate({ count: 2, seconds: 1 });
  for (let i = 0; i < 4; i++) rate.delay(0);
  assert.equal(rate.delay(10_000), 0);
  assert.equal(rate.delay(10_000), 0);
  assert.equal(rate.delay(10_000), 500);
});

Deno.test("a client that never pauses keeps the rate in the long run", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 5 }),
      (count, seconds) => {
        const rate = new CommandRate({ count, seconds });
        const end = 200 * seconds * 1000;
        let commands = 0;
        for (let now = 0; now < end; commands++) now += rate.delay(now);
        // One interval's worth ahead, and one that waits.
        assert.ok(commands <= count * 202 + 2, `${commands} commands`);
      },
    ),
    { numRuns: 50 },
  );
});
