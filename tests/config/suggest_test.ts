import assert from "node:assert/strict";
import fc from "fast-check";
import { didYouMean, distance, nearest } from "../../src/config/mod.ts";

const word = fc.string({ maxLength: 12, unit: fc.constantFrom("a", "b", "c", "d") });

Deno.test("the distance counts letters put in, taken out, replaced and swapped", () => {
  assert.equal(distance("Port", "Port"), 0);
  assert.equal(distance("Prot", "Port"), 1);
  assert.equal(distance("Por", "Port"), 1);
  assert.equal(distance("Ports", "Port"), 1);
  assert.equal(distance("Part", "Port"), 1);
  assert.equal(distance("", "Port"), 4);
});

Deno.test("the distance is symmetric, zero only between equals, and at most the longer length", () => {
  fc.assert(fc.property(word, word, (a, b) => {
    const steps = distance(a, b);
    assert.equal(steps, distance(b, a));
    assert.equal(steps === 0, a === b);
    assert.ok(steps <= Math.max(a.length, b.length));
    assert.ok(steps >= Math.abs(a.length - b.length));
  }));
});

Deno.test("a limit never changes a distance within it", () => {
  fc.assert(fc.property(word, word, fc.nat(6), (a, b, limit) => {
    const steps = distance(a, b);
    const limited = distance(a, b, limit);
    if (steps <= limit) assert.equal(limited, steps);
    else assert.ok(limited > limit);
  }));
});

Deno.test("the nearest names come first, whatever their case, and far ones not at all", () => {
  const names = ["Port", "Protocols", "User", "UserAlias", "PassivePorts"];
  assert.deepEqual(nearest("prot", names), ["Port"]);
  assert.deepEqual(nearest("UserAlais", names), ["UserAlias"]);
  assert.deepEqual(nearest("Xyzzy", names), []);
});

Deno.test("the hint has the original's two forms", () => {
  assert.equal(didYouMean([]), undefined);
  assert.equal(didYouMean(["Port"]), "Did you mean: Port");
  assert.equal(didYouMean(["Port", "User"]), "Did you mean:\n  Port\n  User");
});
