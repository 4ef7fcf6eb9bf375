/**
 * Command lines as Perl's Getopt::Long reads them.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { parsePerlOptions, type PerlOption } from "../../src/tools/perl_options.ts";

const OPTIONS: readonly PerlOption<"bytes" | "buffer" | "quiet" | "name">[] = [
  { name: "bytes", spellings: ["bytes-upload", "Bu"], value: "integer" },
  { name: "buffer", spellings: ["bytes-download"], value: "integer" },
  { name: "quiet", spellings: ["quiet", "q"], value: "none" },
  { name: "name", spellings: ["name", "N"], value: "text" },
];

function parse(...words: readonly string[]): Record<string, string> | string {
  const parsed = parsePerlOptions(OPTIONS, words);
  return parsed.kind === "refuse" ? parsed.message : Object.fromEntries(parsed.values);
}

Deno.test("options may have one dash or two, any case, and be shortened", () => {
  assert.deepEqual(parse("--bytes-upload=3"), { bytes: "3" });
  assert.deepEqual(parse("-BU", "3", "word", "-q"), { bytes: "3", quiet: "" });
  assert.deepEqual(parse("--bytes-u", "-3", "--na", "a=b"), { bytes: "-3", name: "a=b" });
  assert.deepEqual(parse("-N=x=y", "-N="), { name: "" });
  assert.deepEqual(parse("--", "--quiet"), {});
});

Deno.test("what cannot be understood is told as Perl does", () => {
  assert.equal(parse("--version"), "Unknown option: version");
  assert.equal(parse("--bytes=1"), "Option bytes is ambiguous");
  assert.equal(parse("--Bu=1.5"), 'Value "1.5" invalid for option bu (number expected)');
  assert.equal(parse("--quiet=1"), "Option quiet does not take an argument");
  assert.equal(parse("--name"), "Option name requires an argument");
});

Deno.test("any words at all are read or refused", () => {
  fc.assert(fc.property(fc.array(fc.string()), (words) => {
    assert.ok(["options", "refuse"].includes(parsePerlOptions(OPTIONS, words).kind));
  }));
});
