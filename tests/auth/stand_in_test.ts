import assert from "node:assert/strict";
import { standInFor } from "../../src/auth/stand_in.ts";
import { preferredSetting } from "../../src/libc/crypt.ts";

const hashes = ["$6$salt$abc", "$y$j9T$salt$abc", "rl.3StKT.4T8M"];

Deno.test("a stranger has always the same hash to be measured with", () => {
  for (const name of ["alice", "bob", "", "\xff"]) {
    assert.equal(standInFor(name, hashes), standInFor(name, hashes));
    assert.ok(hashes.includes(standInFor(name, hashes)));
  }
});

Deno.test("strangers have passwords of all schemes that users have", () => {
  const seen = new Set(Array.from({ length: 100 }, (_, i) => standInFor(`user${i}`, hashes)));
  assert.equal(seen.size, hashes.length);
});

Deno.test("without a hash to be had it is the system's preferred scheme", () => {
  for (const fields of [[], ["", "*", "!", "x", "!$6$salt$abc"]]) {
    assert.equal(standInFor("alice", fields), preferredSetting());
  }
});
