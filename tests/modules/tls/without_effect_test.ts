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

const NO_OTHERS =
  "warning: a TLS session is resumed by its own data connections only, without effect";
const NO_TIMEOUT =
  "warning: a TLS session can be resumed as long as its control connection lasts, " +
  "the timeout is without effect";
const OWN_KEY = "warning: every session has a key of its own for its tickets, without effect";

const lines: readonly (readonly [line: string, said: string | undefined])[] = [
  ["TLSSessionCache off", undefined],
  ["TLSSessionCache OFF 5", undefined],
  ["TLSSessionCache internal:", undefined],
  ["TLSSessionCache internal: 1800", NO_TIMEOUT],
  ["TLSSessionCache internal: 0", "error: timeout must be at least 1"],
  ["TLSSessionCache internal: 1h", "error: '1h' is not a valid timeout value"],
  ["TLSSessionCache off x", "error: 'x' is not a valid timeout value"],
  ["TLSSessionCache INTERNAL:", "error: session cache type 'INTERNAL' not available"],
  ["TLSSessionCache internal", "error: badly formatted parameter"],
  ["TLSSessionCache shm:/file=/var/run/proftpd/sesscache", NO_OTHERS],
  ["TLSSessionCache fs:/path=/var/cache/proftpd 60", NO_OTHERS],
  ["TLSSessionCache memcache:", NO_OTHERS],
  ["TLSSessionCache redis:", NO_OTHERS],
  ["TLSSessionCache :", "error: session cache type '' not available"],
  ["TLSSessionTicketKeys age 12h count 25", OWN_KEY],
  ["TLSSessionTicketKeys COUNT 1", OWN_KEY],
  ["TLSSessionTicketKeys age 60", OWN_KEY],
  ["TLSSessionTicketKeys age 59", "error: max key age must be at least 60sec"],
  ["TLSSessionTicketKeys count 0", "error: max key count must be at least 1"],
  ["TLSSessionTicketKeys count x", "error: max key count must be at least 1"],
  ["TLSSessionTicketKeys size 5", "error: unknown parameter: size"],
  ["TLSSessionTicketKeys age 60 count", "error: wrong number of parameters"],
];

for (const [line, said] of lines) {
  Deno.test(`${line} is ${said === undefined ? "nothing to talk about" : "commented on"}`, () => {
    assert.equal(saidOf(line), said);
  });
}
