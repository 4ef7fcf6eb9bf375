/**
 * Files that nobody would write, made from the golden ones: the check lists what is wrong with them
 * and never fails itself.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { checkConfiguration, freeze, hasErrors } from "../../src/config/mod.ts";
import type { Machine } from "../../src/modules/advice/machine.ts";
import { advise } from "../../src/modules/advice/mod.ts";
import { presentModules, vocabulary } from "../../src/modules/vocabulary.ts";
import { bytesOf } from "../../src/libc/bytes.ts";
import { goldenFiles } from "./golden.ts";
import { filesOf, MAIN } from "./support.ts";

const texts = goldenFiles().map(({ main }) => main);
const pieces = [
  ...vocabulary.directives.map(({ syntax }) => `${syntax}\n`),
  ...vocabulary.directives.map(({ name }) => `${name} `),
  ...[
    "<Limit ALL>",
    "</Limit>",
    "<IfVersion >= 1",
    "<IfDefine x>\n",
    "</IfModule>\n",
    "<Global>\n",
  ],
  ...[
    "</Global>\n",
    "<VirtualHost *>\n",
    "</VirtualHost>\n",
    "<Directory ~/*>\n",
    "</Directory>\n",
  ],
  ...["<Anonymous ~ftp>\n", "</Anonymous>\n", "<Class c>\n", "</Class>\n", "Include /a\n", "\\\n"],
  ...[
    "%{env:X}",
    "%{env:",
    '"',
    '\\"',
    "#",
    "\0",
    "\r\n",
    "\xff",
    "\xef\xbb\xbf",
    "~",
    "-1",
    "on\n",
  ],
  ...["99999999999999999999", "1h", "0x10", "*", "!", "[", "(", "{1,", ",", ":", "/", "\t", "\n"],
];

/** Where to change a text, and into what. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(12),
  insert: fc.oneof(
    fc.constantFrom(...pieces),
    fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 6 }),
  ),
});

const mutated = fc.tuple(fc.constantFrom(...texts), fc.constantFrom(...texts), fc.array(change))
  .map(([one, other, changes]) =>
    changes.reduce((text, { at, cut, insert }) => {
      const start = Math.floor(at * text.length);
      return text.slice(0, start) + insert + text.slice(start + cut);
    }, one + other)
  );

const nowhere: Machine = {
  look: () => undefined,
  firstLink: () => undefined,
  hasUser: () => false,
  hasGroup: () => false,
};

function checked(text: string) {
  return checkConfiguration(MAIN, filesOf({ [MAIN]: text, "/a": "Umask 022\n" }), {
    ...vocabulary,
    defines: new Set(["b"]),
    modules: presentModules,
    env: (name) => name === "X" ? "x y" : undefined,
  });
}

Deno.test("no text makes the check fail, and every finding names a file and line of it", () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const configuration = checked(text);
      const lines = text.split("\n").length;
      for (const { message, place, column } of configuration.findings) {
        assert.ok(message.length > 0);
        assert.ok(place !== undefined, message);
        assert.ok(place.line >= 1 && place.line <= lines, `${place.line}: ${message}`);
        assert.ok(column === undefined || column >= 1);
        bytesOf(message); // byte strings only
      }
      freeze(configuration, null);
      if (!hasErrors(configuration.findings)) advise(configuration, nowhere);
    }),
    { numRuns: 1500, seed: 20_261_121 },
  );
});

Deno.test("what a line says is not repeated where its name alone is wrong", () => {
  const secret = "s3cret-w0rd";
  const names = [
    ...["UserPassword", "NoSuchDirective", "Includ", ...vocabulary.removed.keys()],
    ...vocabulary.unbuilt.map(({ name }) => name).filter((name) => !name.startsWith("<")),
  ];
  const text = names.map((name) => `<Class c>\n${name} name ${secret}\n</Class>\n`).join("");
  const { findings } = checked(text);
  assert.ok(findings.length >= names.length / 2);
  for (const { message, hint = "" } of findings) {
    assert.doesNotMatch(message + hint, new RegExp(secret));
  }
});
