import assert from "node:assert/strict";
import fc from "fast-check";
import { LastLines } from "../../../src/modules/log_forensic/last_lines.ts";

Deno.test("the last lines are kept in their order, and taken once", () => {
  const room = fc.integer({ min: 1, max: 6 });
  fc.assert(fc.property(room, fc.array(fc.array(fc.string())), (room, rounds) => {
    const kept = new LastLines(room);
    for (const lines of rounds) {
      for (const line of lines) kept.add(line);
      assert.deepEqual(kept.take(), lines.slice(-room));
    }
  }));
});
