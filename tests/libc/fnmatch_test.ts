import assert from "node:assert/strict";
import fc from "fast-check";
import { fnmatcher, hasWildcard } from "../../src/libc/fnmatch.ts";

const matches = (pattern: string, name: string) => fnmatcher(pattern, { period: true })(name);

Deno.test("fnmatcher() knows *, ? and sets", () => {
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

Deno.test("fnmatcher() refuses the rest", () => {
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

Deno.test("fnmatcher() agrees with the same pattern as a regular expression", () => {
  const letters = fc.constantFrom("a", "b", "*", "?", "[ab]", "[!a]");
  const names = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 12 });
  fc.assert(fc.property(fc.array(letters, { maxLength: 8 }), names, (parts, name) => {
    const source = parts.join("").replaceAll("?", ".").replaceAll("*", ".*").replaceAll("!", "^");
    assert.equal(matches(parts.join(""), name), new RegExp(`^${source}$`, "s").test(name));
  }));
});

Deno.test("fnmatcher() does not take forever for stars in a row", () => {
  // A matcher that tries everything would still be at it tomorrow.
  assert.ok(!matches(`${"*a".repeat(60)}b`, "a".repeat(2000)));
  assert.ok(!matches(`${"a*".repeat(30)}b`, "a".repeat(4000)));
  assert.ok(matches(`${"a*".repeat(30)}b`, `${"a".repeat(100)}b`));
});

Deno.test("fnmatcher() reads what looks like a set and never ends once, not once a bracket", () => {
  // From each of a quarter of a million brackets to the end: that would take half an hour.
  const brackets = "[".repeat(1 << 18);
  assert.ok(matches(brackets, brackets));
  assert.ok(!matches("[a".repeat(1 << 18), brackets));
  assert.ok(fnmatcher(`${brackets}\\]`, { escape: true })(`${brackets}]`));
});

Deno.test("a set begins at a bracket behind one that begins none", () => {
  for (
    const [pattern, name] of [
      ["[x[:alpha:]", "[xa"],
      ["[x[:nothing:]y]", "[xny]"],
      ["[[:nothing:]x[a]", "[nxa"],
      ["[!]x[a]", "b"],
    ] as const
  ) assert.ok(matches(pattern, name), `${pattern} ${name}`);
});

Deno.test("a backslash is plain unless it is asked to take meanings away", () => {
  const table = [
    ["a\\*", "a*", true, false],
    ["a\\*", "ab", false, false],
    ["a\\*", "a\\b", false, true],
    ["a\\", "a\\", true, true],
    ["\\.*", ".b", true, false],
    ["\\.b", ".b", true, false],
    ["[a\\]]", "\\]", false, true],
    ["[a\\]]", "]", true, false],
  ] as const;
  for (const [pattern, name, escaped, plain] of table) {
    assert.equal(fnmatcher(pattern, { escape: true, period: true })(name), escaped, pattern);
    assert.equal(fnmatcher(pattern)(name), plain, pattern);
  }
});

Deno.test("a dot in front is like any other byte unless it is asked to be special", () => {
  for (const pattern of ["*", "?a", "[.]a"]) {
    assert.ok(fnmatcher(pattern)(".a"), pattern);
    assert.ok(!fnmatcher(pattern, { period: true })(".a"), pattern);
  }
});

Deno.test("a text without wildcards matches itself only, and nothing makes fnmatcher() fail", () => {
  const plain = fc.string({ minLength: 1 }).filter((text) => !/[*?[\\]/.test(text));
  fc.assert(fc.property(plain, plain, (pattern, other) => {
    assert.ok(!hasWildcard(pattern) && matches(pattern, pattern));
    assert.equal(matches(pattern, other), other === pattern);
  }));
  fc.assert(fc.property(fc.string(), fc.string(), (pattern, name) => {
    assert.equal(typeof matches(pattern, name), "boolean");
    assert.equal(typeof fnmatcher(pattern, { escape: true })(name), "boolean");
  }));
});

Deno.test("hasWildcard() tells whether there is anything to match", () => {
  assert.ok(hasWildcard("*") && hasWildcard("a?") && hasWildcard("[a]"));
  assert.ok(
    !hasWildcard("a[") && !hasWildcard("]a[") && !hasWildcard("a\\*") && hasWildcard("[\\]]"),
  );
  assert.ok(!hasWildcard("a]") && !hasWildcard("{a,b}") && !hasWildcard("a\\b"));
});
