import assert from "node:assert/strict";
import fc from "fast-check";
import { endOfSlot } from "../../src/modules/delay/mod.ts";

Deno.test("the end of a slot is a full tenth of a second, and never far", () => {
  fc.assert(fc.property(fc.double({ min: 0.001, max: 1e6, noNaN: true }), (passed) => {
    const end = endOfSlot(passed);
    assert.equal(end % 100, 0);
    assert.ok(end >= passed && end - passed < 100);
  }));
});
