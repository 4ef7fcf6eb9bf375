import assert from "node:assert/strict";
import { utf8 } from "../../src/libc/bytes.ts";
import { printable } from "../../src/tools/printable.ts";

Deno.test("what a terminal would obey is written out", () => {
  assert.equal(printable("a\x1b[2Jb\r\n\x7f"), "a\\x1b[2Jb\\x0d\\x0a\\x7f");
  assert.equal(printable(utf8("\u009b31m")), "\\xc2\\x9b31m");
});

Deno.test("letters of all languages stay, and so do bytes that mean nothing", () => {
  const name = utf8("Straße ☂ 日本") + "\xff\xa0";
  assert.equal(printable(name), name);
});
