import assert from "node:assert/strict";
import { SpareDemand } from "../../src/daemon/spare_demand.ts";

/** Clients at the moments `times`, in milliseconds. */
function demand(most: number, times: readonly number[], begin = 0): SpareDemand {
  const demand = new SpareDemand(most, begin);
  for (const time of times) demand.note(time);
  return demand;
}

Deno.test("one spare session waits for the first client", () => {
  assert.equal(demand(8, []).wanted(0), 1);
  assert.equal(demand(8, [], 123_456).wanted(123_456), 1);
});

Deno.test("as many are kept as clients came within a second, up to the bound", () => {
  assert.equal(demand(8, [100, 200, 300]).wanted(400), 3);
  assert.equal(demand(2, [100, 200, 300]).wanted(400), 2);
  assert.equal(demand(8, Array.from({ length: 500 }, (_, i) => i)).wanted(600), 8);
  assert.equal(demand(0, [100, 200, 300]).wanted(400), 0);
});

Deno.test("a rush is remembered for ten seconds", () => {
  const rush = demand(8, [1000, 1001, 1002, 1003]);
  assert.equal(rush.wanted(10_999), 4);
  assert.equal(rush.wanted(11_000), 1);
});

Deno.test("clients who come one by one need one spare session", () => {
  const times = Array.from({ length: 50 }, (_, i) => i * 1000);
  assert.equal(demand(8, times).wanted(49_500), 1);
});

Deno.test("after a minute without clients none is kept, and the next one changes that", () => {
  const quiet = demand(8, [5000, 5001]);
  assert.equal(quiet.wanted(65_000), 1);
  assert.equal(quiet.wanted(65_001), 0);
  quiet.note(500_000);
  assert.equal(quiet.wanted(500_001), 1);
});
