import assert from "node:assert/strict";
import fc from "fast-check";
import { parseSiteLine, siteName, siteWords } from "../../src/protocol/mod.ts";
import { byteStrings, textsOf } from "./arbitraries.ts";

Deno.test("SITE's argument is a command line of its own, whose verb may be quoted", () => {
  const cases: [string, string, string][] = [
    ["chmod 644  a b", "CHMOD", "644  a b"],
    ["help", "HELP", ""],
    ["help ", "HELP", ""],
    [" help", "", "help"],
    ['"cpto"x', "CPTO", "x"],
    ['"cpto" x', "CPTO", " x"],
    ['"a b', "A B", ""],
  ];
  for (const [line, verb, argument] of cases) {
    const expected = { verb, argument, hasArgument: argument !== "" };
    assert.deepEqual(parseSiteLine(line), expected, line);
  }
});

Deno.test("every blank ends a word of SITE's, a quotation mark ends one without a blank", () => {
  const cases: [string, string[]][] = [
    ["", []],
    [" ", [""]],
    ["a", ["a"]],
    ["a ", ["a"]],
    ["a  ", ["a", ""]],
    ["  a", ["", "", "a"]],
    ["a  b", ["a", "", "b"]],
    ["a\tb", ["a", "b"]],
    ['"a b"', ["a b"]],
    ['"a" b', ["a", "", "b"]],
    ['"a"b', ["a", "b"]],
    ['a"b c"', ['a"b', 'c"']],
    ['"', [""]],
    ['"a\\"b\\', ['a"b\\']],
    ['" "', [" "]],
  ];
  for (const [text, words] of cases) assert.deepEqual(siteWords(text), words, text);
});

Deno.test("a name of SITE's is taken as it is, and quoted words without their quotation marks", () => {
  const cases: [string, string][] = [
    ["", ""],
    [" a\t b ", " a\t b "],
    ['"a b"', "a b"],
    ['"a', "a"],
    ['"', ""],
    ['"a" b', "a  b"],
    ['"a"b', "a b"],
    ['a "b c"', "a b c"],
    ['a"b c"', 'a"b c"'],
    ['"\\"a\\\\"', '"a\\'],
  ];
  for (const [text, name] of cases) assert.equal(siteName(text), name, text);
});

Deno.test("any name can be said between quotation marks, most without", () => {
  fc.assert(fc.property(fc.oneof(byteStrings, textsOf('ab "\\\t')), (name) => {
    assert.equal(siteName(`"${name.replace(/["\\]/g, "\\$&")}"`), name);
    if (!/(?:^|[ \t\n\v\f\r])"/.test(name)) assert.equal(siteName(name), name);
  }));
});
