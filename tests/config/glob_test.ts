import assert from "node:assert/strict";
import fc from "fast-check";
import { isPattern, namePattern } from "../../src/config/glob.ts";

Deno.test("star, question mark and sets match as in a shell", () => {
  const cases: [string, string, boolean][] = [
    ["*.conf", "a.conf", true],
    ["*.conf", "a.conf~", false],
    ["*.conf", ".conf", false],
    [".*", ".hidden", true],
    ["*", ".hidden", false],
    ["b?d", "bad", true],
    ["b?d", "bd", false],
    ["b[a-c]d", "bbd", true],
    ["b[!a-c]d", "bbd", false],
    ["b[]]d", "b]d", true],
    ["b[", "b[", true],
    ["b[z-a]d", "bzd", false],
    ["a\\*", "a*", true],
    ["a\\*", "ab", false],
    ["a+(b).$", "a+(b).$", true],
    ["*", "a\nb", true],
  ];
  for (const [pattern, name, expected] of cases) {
    assert.equal(namePattern(pattern)(name), expected, `${pattern} ${name}`);
  }
});

Deno.test("a name without pattern characters matches itself only", () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !/[*?[\\]/.test(text));
  fc.assert(fc.property(name, name, (pattern, other) => {
    assert.equal(isPattern(pattern), false);
    assert.equal(namePattern(pattern)(pattern), true);
    assert.equal(namePattern(pattern)(other), other === pattern);
  }));
});

Deno.test("no pattern fails, and many stars do not multiply the work", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (pattern, name) => {
    assert.equal(typeof namePattern(pattern)(name), "boolean");
  }));
  // A matcher that tries everything would still be at it tomorrow.
  assert.equal(namePattern("*a".repeat(40) + "b")("a".repeat(2000)), false);
});
