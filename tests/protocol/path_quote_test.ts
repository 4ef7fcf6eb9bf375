import assert from "node:assert/strict";
import fc from "fast-check";
import { quotePath, unquotePath } from "../../src/protocol/mod.ts";
import { byteStrings, textsOf } from "./arbitraries.ts";

Deno.test("double quotes in a path are doubled", () => {
  assert.equal(quotePath("/"), '"/"');
  assert.equal(quotePath('/a"b/q"'), '"/a""b/q"""');
});

Deno.test("what is no quoted path is none", () => {
  for (const text of ["", "/a", '"', '"a', '"a""']) {
    assert.equal(unquotePath(text), undefined, text);
  }
});

Deno.test("any path can be read back from its reply", () => {
  fc.assert(fc.property(fc.oneof(byteStrings, textsOf('/a" ')), (path) => {
    assert.equal(unquotePath(`${quotePath(path)} is the current directory`), path);
  }));
});

Deno.test("any text can be searched for a path", () => {
  fc.assert(fc.property(fc.oneof(byteStrings, textsOf('"a')), (text) => void unquotePath(text)));
});
