import assert from "node:assert/strict";
import fc from "fast-check";
import { closeTag, expandEnvironment, LineReader, splitWords } from "../../src/config/lexer.ts";

function lines(text: string): [string, number][] {
  const reader = new LineReader(text);
  const found: [string, number][] = [];
  for (let line = reader.next(); line !== undefined; line = reader.next()) {
    found.push([line.text, line.number]);
  }
  return found;
}

/** Any byte string. */
const bytes = fc.uint8Array({ maxLength: 200 }).map((units) => String.fromCharCode(...units));

Deno.test("blank lines and comments are passed over, numbers go on counting", () => {
  assert.deepEqual(lines("# a\n\n  \t\nUser x\n  # b\nGroup y\n"), [["User x", 4], ["Group y", 6]]);
});

Deno.test("a backslash at the end joins the next line, numbered by the last part", () => {
  assert.deepEqual(lines("User ab\\\ncd\nX\n"), [["User abcd", 2], ["X", 3]]);
  assert.deepEqual(lines("User a\\\\\\\n b\n"), [["User a\\\\ b", 2]]);
});

Deno.test("a blank behind the backslash ends the line", () => {
  assert.deepEqual(lines("User ab\\ \ncd\n"), [["User ab\\ ", 1], ["cd", 2]]);
});

Deno.test("a comment line is never continued, a comment behind words is", () => {
  assert.deepEqual(lines("# x \\\nUser y\n"), [["User y", 2]]);
  assert.deepEqual(lines("User y # x \\\nGroup\n"), [["User y # x Group", 2]]);
});

Deno.test("CRLF ends a line, also behind a backslash", () => {
  assert.deepEqual(lines("User a\r\nGroup b\r\n"), [["User a", 1], ["Group b", 2]]);
  assert.deepEqual(lines("User a\\\r\n b\r\n"), [["User a b", 2]]);
});

Deno.test("a file that ends within a line is seen to be truncated", () => {
  assert.equal(new LineReader("User x").next()?.truncated, true);
  assert.equal(new LineReader("User x\\\n").next()?.truncated, true);
  assert.equal(new LineReader("User x\n").next()?.truncated, false);
});

Deno.test("words are split as the original splits them", () => {
  const cases: [string, string[]][] = [
    ["  User\ta  b ", ["User", "a", "b"]],
    ["User a#b # c", ["User", "a#b"]],
    ["User #x", ["User"]],
    ['User "a#b # c"', ["User", "a#b # c"]],
    ["User a\\b", ["User", "a\\b"]],
    ['User "a\\"b c"', ["User", 'a"b c']],
    ['User "a\\\\b"', ["User", "a\\b"]],
    ['User "a\\nb"', ["User", "anb"]],
    ['User a"b c"d', ["User", 'a"b', 'c"d']],
    ['User "ab"cd', ["User", "ab", "cd"]],
    ['User \\"ab', ["User", '\\"ab']],
    ['User ""', ["User", ""]],
    ['User "a b', ["User", "a b"]],
    ['User "a\\', ["User", "a\\"]],
    ["User 'a b'", ["User", "'a", "b'"]],
    ["User a\rb\vc\fd", ["User", "a", "b", "c", "d"]],
    ["User \xff\xa0\x80", ["User", "\xff\xa0\x80"]],
  ];
  for (const [text, words] of cases) assert.deepEqual(splitWords(text), words, text);
});

Deno.test("any words survive being quoted", () => {
  const word = bytes.filter((text) => !text.includes("\n"));
  fc.assert(fc.property(fc.array(word, { minLength: 1 }), (words) => {
    const quoted = words.map((word) => `"${word.replace(/["\\]/g, "\\$&")}"`);
    assert.deepEqual(splitWords(quoted.join(" ")), words);
  }));
});

Deno.test("no text makes the lexer fail or lose its place", () => {
  fc.assert(fc.property(bytes, (text) => {
    const breaks = text.split("\n").length;
    for (const [line, number] of lines(text)) {
      assert.ok(number >= 1 && number <= breaks);
      splitWords(line);
    }
  }));
});

Deno.test("section tags become a name with brackets and plain words", () => {
  const cases: [string, string[]][] = [
    ["<Directory /x>", ["<Directory>", "/x"]],
    ["<Directory /x >", ["<Directory>", "/x"]],
    ['<Directory "/a b">', ["<Directory>", "/a b"]],
    ['<Directory "/a b>', ["<Directory>", "/a b"]],
    ["<Directory /x> # why", ["<Directory>", "/x"]],
    ["</Directory >", ["</Directory>"]],
    ["<Global>", ["<Global>"]],
    ["<Directory /x", ["<Directory", "/x"]],
    ["<Directory /x>y", ["<Directory", "/x>y"]],
    ["</Directory><Limit ALL>", ["</Directory><Limit>", "ALL"]],
    ["< Directory /x>", ["<>", "Directory", "/x"]],
    ["Umask a>", ["Umask", "a>"]],
  ];
  for (const [text, words] of cases) assert.deepEqual(closeTag(splitWords(text)), words, text);
});

Deno.test("%{env:NAME} is replaced within one word, unset ones by nothing", () => {
  const env = (name: string) => ({ A: "x y", B: "%{env:A}" })[name];
  assert.equal(expandEnvironment("1%{env:A}2%{env:NONE}3", env), "1x y23");
  assert.equal(expandEnvironment("%{env:B}", env), "%{env:A}");
  assert.equal(expandEnvironment("%{env:A", env), "%{env:A");
  assert.equal(expandEnvironment("%{ENV:A}", env), "%{ENV:A}");
});
