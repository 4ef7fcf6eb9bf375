/**
 * Words that nobody would write, behind every directive: an error of the line at most, never one of
 * this program.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { checkConfiguration, type Finding, Scope } from "../../src/config/mod.ts";
import { presentModules, vocabulary } from "../../src/modules/vocabulary.ts";
import { filesOf, MAIN } from "../config/support.ts";
import { configuration } from "../peer/words.ts";

const word = fc.oneof(
  fc.constantFrom("", "on", "none", "0", "-0", "9".repeat(400), "-9223372036854775809", "1e309"),
  fc.constantFrom("0x7f", "NaN", "Infinity", "~", "~\xff", "/", "/" + "a/".repeat(2000), "!", "!!"),
  fc.constantFrom("[", "(", "((((((((", "a{1,", "*".repeat(100), "[[:x:]]", "\\", "\\1", "%", "%{"),
  fc.constantFrom("user", "group", "class", "OR", "AND", "regex", "__proto__", "constructor", ","),
  fc.constantFrom("1-", "-", "1:2:3:4", ":", "999999999:", "::1/129", "1.2.3.4/99", "256.1.1.1"),
  fc.constantFrom("STOR,RETR", "STOR", ",,", "STOR,", "\t", "\r", "\x01", "\xff\xfe", "\xc3"),
  fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 12 }),
);

const words = fc.array(word, { maxLength: 6 });

/** In quotes, so that it is one word. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", " ")}"`;
}

for (const { name, contexts } of vocabulary.directives) {
  const [context] = contexts.filter((context) => context !== "ftpaccess");
  Deno.test(`${name} makes an error of the line, and no other, of any words`, () => {
    fc.assert(
      fc.property(words, (words) => {
        const text = configuration(context, [name, ...words.map(quoted)].join(" "));
        const { findings, servers } = checkConfiguration(MAIN, filesOf({ [MAIN]: text }), {
          ...vocabulary,
          defines: new Set(),
          modules: presentModules,
          env: () => undefined,
        });
        const errors = findings.filter(({ severity }) => severity === "error");
        assert.deepEqual(errors.filter((finding) => !isPlaced(finding)), []);
        // What passed the check has a value where it is asked for.
        if (errors.length > 0) return;
        for (const directive of vocabulary.directives) {
          if (directive.name === name) new Scope([servers[0].section]).all(directive);
        }
      }),
      { numRuns: 60 },
    );
  });
}

function isPlaced({ place, message }: Finding): boolean {
  return place?.file === MAIN && place.line > 0 && / on line \d+ of '.*'/.test(message);
}
