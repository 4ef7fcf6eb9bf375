import assert from "node:assert/strict";
import { Arguments } from "../../src/config/mod.ts";
import { scoreboardScrub } from "../../src/settings/mod.ts";

function read(...args: string[]): number {
  return scoreboardScrub.parse(
    new Arguments({ name: "ScoreboardScrub", args, file: "f", line: 1 }),
  );
}

Deno.test("ScoreboardScrub is on, off, or an interval", () => {
  assert.equal(read("on"), 30);
  assert.equal(read("off"), Infinity);
  assert.equal(read("120"), 120);
});

Deno.test("ScoreboardScrub refuses what is no interval in the words of the original", () => {
  for (const word of ["x", "-1", "00"]) {
    assert.throws(() => read(word), { message: /number must be greater than zero on line 1/ });
  }
});
