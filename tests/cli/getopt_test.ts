import assert from "node:assert/strict";
import fc from "fast-check";
import { getopt, type OptionRow } from "../../src/cli/getopt.ts";

const table: readonly OptionRow<string>[] = [
  { name: "quiet", short: "q", long: "quiet", takesValue: false },
  { name: "debug", short: "d", long: "debug", takesValue: true },
  { name: "config", short: "c", long: "config", takesValue: true },
  { name: "configTest", short: "t", long: "configtest", takesValue: false },
];

/** The pieces of a command line in a short form: `name=value`, `word:…`, `option? reason`. */
function pieces(...words: string[]): string[] {
  return [...getopt(table, words)].map((piece) => {
    if (piece.kind === "option") return `${piece.name}=${piece.value}`;
    return piece.kind === "word" ? `word:${piece.word}` : `${piece.option}? ${piece.reason}`;
  });
}

Deno.test("short options may be grouped, and the last one of a group may have a value", () => {
  assert.deepEqual(pieces("-qtd5"), ["quiet=", "configTest=", "debug=5"]);
  assert.deepEqual(pieces("-qd", "5", "-t"), ["quiet=", "debug=5", "configTest="]);
});

Deno.test("the rest of a word is the value of a short option, whatever it looks like", () => {
  assert.deepEqual(pieces("-dq"), ["debug=q"]);
  assert.deepEqual(pieces("-c=x"), ["config==x"]);
  assert.deepEqual(pieces("-c", "-q"), ["config=-q"]);
  assert.deepEqual(pieces("-c", ""), ["config="]);
});

Deno.test("long options take their value behind = or as the next word", () => {
  assert.deepEqual(pieces("--config=/a=b"), ["config=/a=b"]);
  assert.deepEqual(pieces("--config", "/a"), ["config=/a"]);
  assert.deepEqual(pieces("--config="), ["config="]);
});

Deno.test("a long option may be shortened as long as it fits one only", () => {
  assert.deepEqual(pieces("--qu", "--de=1"), ["quiet=", "debug=1"]);
  assert.deepEqual(pieces("--conf"), ["--conf? ambiguous"]);
  assert.deepEqual(pieces("--config", "x"), ["config=x"], "the whole name is never ambiguous");
  assert.deepEqual(pieces("--configt"), ["configTest="]);
});

Deno.test("words and options come in any order, until --", () => {
  assert.deepEqual(pieces("a", "-q", "b"), ["word:a", "quiet=", "word:b"]);
  assert.deepEqual(pieces("-q", "--", "-t", "--"), ["quiet=", "word:-t", "word:--"]);
  assert.deepEqual(pieces("-", ""), ["word:-", "word:"]);
});

Deno.test("what is wrong is named as the user wrote it", () => {
  assert.deepEqual(pieces("-z"), ["z? unknown"]);
  assert.deepEqual(pieces("--zebra=1"), ["--zebra? unknown"]);
  assert.deepEqual(pieces("-d"), ["d? value missing"]);
  assert.deepEqual(pieces("--debug"), ["--debug? value missing"]);
  assert.deepEqual(pieces("--quiet=1"), ["--quiet? value not wanted"]);
  assert.deepEqual(pieces("-qzt"), ["quiet=", "z? unknown", "configTest="]);
});

Deno.test("every word behind -- comes out as it went in", () => {
  fc.assert(fc.property(fc.array(fc.string()), (words) => {
    assert.deepEqual(pieces("--", ...words), words.map((word) => `word:${word}`));
  }));
});

Deno.test("no command line makes it fail", () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("-", "--", "-d", "--c", "--debug", "-qtc", "--=", "-="),
  );
  fc.assert(fc.property(fc.array(word), (words) => void pieces(...words)));
});
