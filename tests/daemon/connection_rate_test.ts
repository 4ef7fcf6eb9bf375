import assert from "node:assert/strict";
import { ConnectionRate } from "../../src/daemon/connection_rate.ts";

/** What becomes of connections that come at `times` (seconds). */
function fates(rate: ConnectionRate, times: readonly number[]): string {
  return times.map((time) => rate.admits(1000 * time) ? "+" : "-").join("");
}

Deno.test("without a rate every connection may stay", () => {
  assert.equal(fates(new ConnectionRate(undefined), [1, 1, 1, 1]), "++++");
});

Deno.test("connections above the rate are refused until the interval is over", () => {
  const rate = new ConnectionRate({ count: 2, seconds: 3 });
  assert.equal(fates(rate, [0, 1, 2, 2.999, 3, 5.9, 5.99, 6]), "++--++-+");
});

Deno.test("an interval begins with a connection, not with a stroke of the clock", () => {
  const rate = new ConnectionRate({ count: 1, seconds: 1 });
  assert.equal(fates(rate, [0.9, 1.1, 1.89, 1.9, 100.5, 101.4]), "+--++-");
});
