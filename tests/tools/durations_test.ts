import assert from "node:assert/strict";
import { duration, uptime } from "../../src/tools/durations.ts";

Deno.test("a span is minutes and seconds up to an hour, then hours and minutes", () => {
  const spans = { 0: "0m0s", 59: "0m59s", 60: "1m0s", 3599: "59m59s", 3600: "1h0m", 3725: "1h2m" };
  for (const [seconds, text] of Object.entries(spans)) {
    assert.equal(duration(Number(seconds) * 1000), text);
    assert.equal(duration(Number(seconds) * 1000 + 999), text);
  }
  assert.equal(duration(1000 * 3_600_000), "1000h0m");
});

Deno.test("a clock that was put back makes no span negative", () => {
  assert.equal(duration(-5000), "0m0s");
  assert.equal(uptime(-5000), "0 min");
});

Deno.test("an uptime has its singulars", () => {
  const minute = 60_000;
  assert.equal(uptime(minute), "1 min");
  assert.equal(uptime(60 * minute), " 1 hr 00 min");
  assert.equal(uptime(121 * minute), " 2 hrs 01 min");
  assert.equal(uptime(1440 * minute), "1 day, 0 min");
  assert.equal(uptime((2 * 1440 + 61) * minute), "2 days,  1 hr 01 min");
});
