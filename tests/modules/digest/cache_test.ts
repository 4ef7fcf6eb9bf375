import assert from "node:assert/strict";
import { DigestCache } from "../../../src/modules/digest/cache.ts";

Deno.test("a cache is full with as many checksums as it may have, and remembers none where it may not", () => {
  const cache = new DigestCache();
  const settings = { most: 2, age: 60 };
  cache.put("a", "1", settings);
  assert.equal(cache.isFull(settings), false);
  cache.put("b", "2", settings);
  assert.equal(cache.isFull(settings), true);
  assert.equal(cache.get("a"), "1");

  const none = new DigestCache();
  none.put("a", "1", { most: 0, age: 60 });
  assert.equal(none.get("a"), undefined);
  assert.equal(none.isFull({ most: 0, age: 60 }), false);
});

Deno.test("checksums are forgotten at their age", () => {
  const cache = new DigestCache();
  const settings = { most: 1, age: 0 };
  cache.put("a", "1", settings);
  assert.equal(cache.isFull(settings), false);
  assert.equal(cache.get("a"), undefined);
});
