import assert from "node:assert/strict";
import fc from "fast-check";
import { isPattern, matcher } from "../../src/fs/pattern.ts";

const matches = (pattern: string, name: string) => matcher(pattern)(name);

Deno.test("matcher() knows *, ? and sets", () => {
  for (
    const [pattern, name] of [
      ["*", "a"],
      ["a*", "a"],
      ["*a*b*", "xxaxbx"],
      ["a?c", "abc"],
      ["[abc]", "b"],
      ["[a-c]x", "bx"],
      ["[!a]", "b"],
      ["[^a]", "b"],
      ["[]]", "]"],
      ["[!]]", "a"],
      ["[a-]", "-"],
      ["[*]", "*"],
      ["[[:digit:]x]", "7"],
      ["a[b", "a[b"],
      ["*[b", "a[b"],
      ["\\*", "\\x"],
      ["caf\xe9*", "caf\xe9s"],
      ["?", "\xff"],
      [".*", ".profile"],
      [".*", ".."],
    ] as const
  ) assert.ok(matches(pattern, name), `${pattern} ${name}`);
});

Deno.test("matcher() refuses the rest", () => {
  for (
    const [pattern, name] of [
      ["*", ".hidden"],
      ["?profile", ".profile"],
      ["[.]profile", ".profile"],
      ["a?", "a"],
      ["[abc]", "d"],
      ["[!a]", "a"],
      ["[[:digit:]]", "a"],
      ["[[:nothing:]]", "a"],
      ["\\*", "*"],
      ["a*b", "axc"],
      ["", "a"],
    ] as const
  ) assert.ok(!matches(pattern, name), `${pattern} ${name}`);
});

Deno.test("matcher() agrees with the same pattern as a regular expression", () => {
  const letters = fc.constantFrom("a", "b", "*", "?", "[ab]", "[!a]");
  const names = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 12 });
  fc.assert(fc.property(fc.array(letters, { maxLength: 8 }), names, (parts, name) => {
    const source = parts.join("").replaceAll("?", ".").replaceAll("*", ".*").replaceAll("!", "^");
    assert.equal(matches(parts.join(""), name), new RegExp(`^${source}$`, "s").test(name));
  }));
});

Deno.test("matcher() does not take forever for stars in a row", () => {
  const started = performance.now();
  assert.ok(!matches(`${"*a".repeat(60)}b`, "a".repeat(255)));
  assert.ok(performance.now() - started < 1000);
});

Deno.test("isPattern() tells whether there is anything to match", () => {
  assert.ok(isPattern("*") && isPattern("a?") && isPattern("[a]"));
  assert.ok(!isPattern("a]") && !isPattern("{a,b}") && !isPattern("a\\b"));
});
