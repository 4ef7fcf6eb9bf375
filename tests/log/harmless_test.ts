import assert from "node:assert/strict";
import fc from "fast-check";
import { harmless } from "../../src/log/harmless.ts";

Deno.test("control characters are spelt out, everything else stays", () => {
  assert.equal(harmless("a\r\nb\x1b[31m\x00\t\x7f"), "a\\x0d\\x0ab\\x1b[31m\\x00\\x09\\x7f");
  assert.equal(harmless("caf\xc3\xa9 ~!\\x"), "caf\xc3\xa9 ~!\\x");
});

Deno.test("no text can make a second line", () => {
  fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
    for (const c of harmless(text)) assert.ok(c >= " " && c !== "\x7f");
  }));
});
