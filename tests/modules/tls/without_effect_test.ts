/**
 * Lines about TLS that change nothing here are checked, and said to have no effect.
 */
import assert from "node:assert/strict";
import { checkConfiguration } from "../../../src/config/mod.ts";
import { withoutEffect } from "../../../src/modules/tls/without_effect.ts";
import { presentModules, vocabulary } from "../../../src/modules/vocabulary.ts";
import { filesOf, MAIN } from "../../config/support.ts";

/** What is said of `line`, without its place; undefined when nothing is. */
function saidOf(line: string): string | undefined {
  const { findings } = checkConfiguration(MAIN, filesOf({ [MAIN]: `${line}\n` }), {
    ...vocabulary,
    modules: presentModules,
    defines: new Set<string>(),
    env: () => undefined,
  });
  const about = findings.find(({ directive }) =>
    withoutEffect.some(({ name }) => name === directive)
  );
  return about &&
    `${about.severity}: ${about.message.replace(/^\w+: /, "").replace(/ on line.*/s, "")}`;
}

const lines: readonly (readonly [line: string, said: string | undefined])[] = [
  ["TLSCryptoDevice none", undefined],
  ["TLSCryptoDevice NONE", undefined],
  ["TLSCryptoDevice all", "warning: engines are not used here, without effect"],
  ["TLSRandomSeed /var/seed", "warning: random numbers are the kernel's here, without effect"],
  ["TLSRandomSeed seed", "error: parameter must be an absolute path"],
];

for (const [line, said] of lines) {
  Deno.test(`${line} is ${said === undefined ? "nothing to talk about" : "commented on"}`, () => {
    assert.equal(saidOf(line), said);
  });
}
