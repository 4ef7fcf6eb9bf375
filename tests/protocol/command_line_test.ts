import assert from "node:assert/strict";
import fc from "fast-check";
import {
  firstWord,
  formatCommandLine,
  notUnderstood,
  parseCommandLine,
  unknownVerbReply,
  words,
} from "../../src/protocol/mod.ts";
import { byteStrings, textsOf } from "./arbitraries.ts";

function parsed(line: string): [string, string, boolean] {
  const { verb, argument, hasArgument } = parseCommandLine(line);
  return [verb, argument, hasArgument];
}

Deno.test("the argument is everything behind the verb and one blank", () => {
  assert.deepEqual(parsed("noop"), ["NOOP", "", false]);
  assert.deepEqual(parsed("CWD a"), ["CWD", "a", true]);
  assert.deepEqual(parsed("CWD  a "), ["CWD", " a ", true]);
  assert.deepEqual(parsed("CWD\ta"), ["CWD", "a", true]);
  assert.deepEqual(parsed("CWD \ta"), ["CWD", "\ta", true]);
  assert.deepEqual(parsed("CWD a\nPWD"), ["CWD", "a\nPWD", true]);
});

Deno.test("nothing but blanks is no argument", () => {
  for (const line of ["CWD", "CWD ", "CWD   ", "CWD \t \r"]) {
    assert.deepEqual(parsed(line), ["CWD", "", false]);
  }
});

Deno.test("an empty line and one that starts with a blank have no verb", () => {
  for (const line of ["", " ", "\tNOOP", " NOOP", "\0NOOP"]) assert.equal(parsed(line)[0], "");
});

Deno.test("a NUL ends the line", () => {
  assert.deepEqual(parsed("CWD a\0b"), ["CWD", "a", true]);
  assert.deepEqual(parsed("NO\0OP"), ["NO", "", false]);
});

Deno.test("only ASCII letters of the verb change their case", () => {
  assert.equal(parsed("fo\xe4\xff\xdf x")[0], "FO\xe4\xff\xdf");
});

Deno.test("words are separated by blanks and may be quoted as a whole", () => {
  const cases: [string, string[]][] = [
    ["", []],
    ["  ", []],
    [" A  N ", ["A", "N"]],
    ['"a b" c', ["a b", "c"]],
    ['""', [""]],
    ['"ab"c', ["ab", "c"]],
    ['a"b c" d', ['a"b', 'c"', "d"]],
    ['"a\\"b"', ['a"b']],
    ['"a\\\\b"', ["a\\b"]],
    ['"a', ["a"]],
    ['"', [""]],
    ['"a\\', ["a\\"]],
    ["\\a b", ["\\a", "b"]],
    ["'a b'", ["'a", "b'"]],
  ];
  for (const [text, expected] of cases) assert.deepEqual(words(text), expected, text);
});

Deno.test("the refusal of a line names its verb and words", () => {
  assert.deepEqual(notUnderstood(500, parseCommandLine('type  "a b"   c d')), {
    code: 500,
    lines: ["'TYPE a b c d' not understood"],
  });
});

Deno.test("an unknown verb is named in the reply, a missing one is not", () => {
  assert.deepEqual(unknownVerbReply(parseCommandLine("xyz a")).lines, ["XYZ not understood"]);
  assert.deepEqual(unknownVerbReply(parseCommandLine(" noop")).lines, [
    "Invalid command: try being more creative",
  ]);
});

Deno.test("any line without NUL survives being parsed and formatted, but for its verb's case", () => {
  fc.assert(fc.property(fc.oneof(byteStrings, textsOf('aB \t\r\n"\\\xff')), (line) => {
    const command = parseCommandLine(line);
    assert.deepEqual(parseCommandLine(formatCommandLine(command)), command);
  }));
});

Deno.test("every byte that is no blank is in some word", () => {
  fc.assert(fc.property(textsOf('ab \t"\\'), (text) => {
    const plain = (text: string) => text.replace(/[ \t"\\]/g, "");
    assert.equal(plain(words(text).join("")), plain(text));
  }));
});

Deno.test("first word and rest are the text again, with the blank between them", () => {
  fc.assert(fc.property(byteStrings, (text) => {
    const { word, rest } = firstWord(text);
    assert.ok(text.startsWith(word));
    assert.ok(text.endsWith(rest));
    assert.ok(word.length + rest.length >= text.length - 1);
  }));
});
