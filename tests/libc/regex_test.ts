import assert from "node:assert/strict";
import fc from "fast-check";
import { compileRegex, RegexError } from "../../src/libc/regex.ts";
import { posixPattern } from "../../src/libc/regex_syntax.ts";

/** Pattern, texts that match, texts that do not. */
const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["\\*.*/", ["*/", "x*y/z"], ["*", "/*"]],
  ["^[a-zA-Z0-9 ,]*$", ["a b,c", ""], ["a.b", "a\n"]],
  ["\\.(jpg|png)$", ["a.jpg", "b.c.png"], ["jpg", "a.jpg.exe"]],
  ["(\\.ftpaccess|\\.htaccess)$", ["x/.ftpaccess"], ["x/ftpaccess"]],
  ["[^[:print:]]", ["a\x01", "\xff"], ["abc"]],
  ["[[:blank:]]", ["a b", "a\tb"], ["ab"]],
  ["%", ["100%"], ["100"]],
  ["a{2,3}", ["baab", "aaa"], ["aba"]],
  ["(a|b)+c", ["abac"], ["ab"]],
  ["\xe4", ["K\xe4se"], ["Kase", "K\xc3\xb6se"]],
  // what PCRE has in addition
  ["\\d\\d", ["a11"], ["add", "a1"]],
  ["^\\D+$", ["abc"], ["a1"]],
  ["[\\d]x", ["1x"], ["dx", "\\x"]],
  ["^[\\w.-]+$", ["a_b-c.D9"], ["a b", "a\\b", "a/b"]],
  ["^[\\s\\-]+$", [" -\t"], ["s", "\\"]],
  ["^\\w+\\s\\w+$", ["ab cd"], ["abcd"]],
  ["^[^\\d]+$", ["abc"], ["a1b"]],
  ["^[\\]]$", ["]"], ["\\", "\\]"]],
  ["^[a\\]b]+$", ["a]b"], ["\\"]],
  ["^[\\^]$", ["^"], ["a", "\\"]],
  ["^[\\\\]$", ["\\"], ["/"]],
  ["^[\\.]$", ["."], ["\\", "a"]],
  ["^[a\\-z]$", ["a", "-", "z"], ["b", "\\"]],
  ["^[+--]$", ["+", ",", "-"], ["."]],
  ["^[^\\]]+$", ["ab"], ["a]"]],
  ["^[]a]+$", ["]a"], ["b"]],
  ["^(?:ab)+$", ["abab"], ["aba"]],
  ["(?i)^readme", ["README.txt", "readme"], ["a readme"]],
  ["^a.*?b$", ["ab", "axxb"], ["a"]],
  ["^\\x41\\x2e$", ["A."], ["AB", "x41x2e"]],
  ["\\t", ["a\tb"], ["t"]],
  ["\\Aab\\z", ["ab"], ["xab", "abx"]],
  ["^\\/a\\-b\\@c$", ["/a-b@c"], ["a-b@c"]],
  ["\\bcat\\b", ["a cat."], ["concat"]],
  ["^(a|b)\\1$", ["aa", "bb"], ["ab"]],
];

for (const [pattern, matching, others] of table) {
  Deno.test(`regex ${JSON.stringify(pattern)}`, () => {
    const regex = compileRegex(pattern);
    for (const text of matching) assert.ok(regex.test(text), JSON.stringify(text));
    for (const text of others) assert.ok(!regex.test(text), JSON.stringify(text));
  });
}

Deno.test("regex: either case where asked for", () => {
  assert.ok(compileRegex("\\.EXE$", { ignoreCase: true }).test("a.exe"));
  assert.ok(!compileRegex("\\.EXE$").test("a.exe"));
});

Deno.test("regex: what is no pattern, or none that can be had here, is an error", () => {
  for (const wrong of ["(", "[a", "a{2", "x\0", "(?=a)", "(?<!a)b", "\\p{L}", "\\", "a++"]) {
    assert.throws(() => compileRegex(wrong), RegexError, wrong);
  }
});

Deno.test("regex: of a text with a NUL, or a very long one, nobody can tell whether it matches", () => {
  for (const regex of [compileRegex("a"), compileRegex("b")]) {
    assert.equal(regex.test("a\0"), undefined);
    assert.equal(regex.test("a".repeat(10_000)), undefined);
  }
  assert.equal(compileRegex("a").test("a".repeat(8000)), true);
  assert.equal(compileRegex("b").test("a".repeat(8000)), false);
});

const compiledBefore = compileRegex("^a+$");

Deno.test({
  name: "regex: once the library is open, patterns need no permissions",
  permissions: "none",
  fn() {
    assert.ok(compiledBefore.test("aaa"));
    assert.ok(!compiledBefore.test("aab"));
    assert.ok(compileRegex("^b{2,3}$").test("bbb"));
    assert.throws(() => compileRegex("("), RegexError);
  },
});

Deno.test("regex: an escaped text matches itself and nothing near it", () => {
  const bytes = fc.string({
    unit: fc.integer({ min: 1, max: 255 }).map((n) => String.fromCharCode(n)),
  });
  fc.assert(fc.property(bytes, (text) => {
    const pattern = text.replace(/[^0-9A-Za-z]/g, "\\$&");
    const regex = compileRegex(`^${pattern}$`);
    assert.ok(regex.test(text));
    assert.ok(!regex.test(`${text}x`));
  }));
});

Deno.test("regex: patterns of POSIX alone stay as they are", () => {
  for (const pattern of ["^[a-z]+$", "a|b", "x{2,3}", "[[:alpha:]]+", "(a)(b)", "\\.\\*"]) {
    assert.deepEqual(posixPattern(pattern), { source: pattern, ignoreCase: false });
  }
});

Deno.test("regex: any text is a pattern or a RegexError", () => {
  const text = fc.string({
    unit: fc.constantFrom(..."ab1[]()^$\\.*+?{},-:dwsDbx|"),
    maxLength: 12,
  });
  fc.assert(fc.property(text, (text) => {
    try {
      compileRegex(text).test("ab1-");
    } catch (error) {
      assert.ok(error instanceof RegexError, String(error));
    }
  }));
});
