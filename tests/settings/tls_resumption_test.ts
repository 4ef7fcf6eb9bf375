/**
 * What lines about the resumption of TLS sessions ask for, and what is said of them.
 */
import assert from "node:assert/strict";
import { checkConfiguration, Scope } from "../../src/config/mod.ts";
import { presentModules, vocabulary } from "../../src/modules/vocabulary.ts";
import { tlsSessionCache, tlsSessionTicketKeys } from "../../src/settings/mod.ts";
import { filesOf, MAIN } from "../config/support.ts";

function check(line: string) {
  return checkConfiguration(MAIN, filesOf({ [MAIN]: `${line}\n` }), {
    ...vocabulary,
    modules: presentModules,
    defines: new Set<string>(),
    env: () => undefined,
  });
}

/** What is said of `line`, without its place; undefined when nothing is. */
function saidOf(line: string): string | undefined {
  const directive = line.split(" ")[0];
  const about = check(line).findings.find((finding) => finding.directive === directive);
  return about &&
    `${about.severity}: ${about.message.replace(/^\w+: /, "").replace(/ on line.*/s, "")}`;
}

const NO_TIMEOUT =
  "warning: a TLS session can be resumed as long as its control connection lasts, " +
  "the timeout is without effect";
const HERE = "warning: sessions are kept in this machine's memory, no other machine has them";

const lines: readonly (readonly [line: string, said: string | undefined])[] = [
  ["TLSSessionCache off", undefined],
  ["TLSSessionCache OFF 5", undefined],
  ["TLSSessionCache internal:", undefined],
  ["TLSSessionCache internal: 1800", NO_TIMEOUT],
  ["TLSSessionCache internal: 0", "error: timeout must be at least 1"],
  ["TLSSessionCache internal: 1h", "error: '1h' is not a valid timeout value"],
  ["TLSSessionCache off x", "error: 'x' is not a valid timeout value"],
  ["TLSSessionCache INTERNAL:", "error: session cache type 'INTERNAL' not available"],
  ["TLSSessionCache toString:", "error: session cache type 'toString' not available"],
  ["TLSSessionCache internal", "error: badly formatted parameter"],
  ["TLSSessionCache shm:/file=/var/run/proftpd/sesscache", undefined],
  ["TLSSessionCache shm:/file=/var/run/x&size=2097152 600", undefined],
  [
    "TLSSessionCache shm:/file=/x&size=1",
    "warning: size 1 has no room for a session, 1576960 is used",
  ],
  ["TLSSessionCache shm:/file=/x&size=99999999999", "error: size must be at most 1073741824"],
  ["TLSSessionCache shm:/file=/x&size=1M", "error: '1M' is no size"],
  ["TLSSessionCache shm:/file=x", "error: file 'x' not an absolute path"],
  ["TLSSessionCache shm:/size=5", "error: badly formatted info '/size=5'"],
  ["TLSSessionCache shm:", "error: badly formatted info ''"],
  [
    "TLSSessionCache fs:/path=/var/cache/proftpd 60",
    "warning: sessions are kept in memory here, not in files",
  ],
  ["TLSSessionCache memcache:", HERE],
  ["TLSSessionCache redis:", HERE],
  ["TLSSessionCache :", "error: session cache type '' not available"],
  ["TLSSessionTicketKeys age 12h count 25", undefined],
  ["TLSSessionTicketKeys COUNT 1", undefined],
  ["TLSSessionTicketKeys age 60", undefined],
  ["TLSSessionTicketKeys age 59", "error: max key age must be at least 60sec"],
  ["TLSSessionTicketKeys count 0", "error: max key count must be at least 1"],
  ["TLSSessionTicketKeys count x", "error: max key count must be at least 1"],
  ["TLSSessionTicketKeys size 5", "error: unknown parameter: size"],
  ["TLSSessionTicketKeys age 60 count", "error: wrong number of parameters"],
  ["TLSControlsACLs all allow user root", undefined],
  ["TLSControlsACLs sesscache,info deny group a,b", undefined],
  ["TLSControlsACLs foo allow user root", "error: : unknown action: 'foo'"],
  ["TLSControlsACLs all permit user root", "error: second parameter must be 'allow' or 'deny'"],
];

for (const [line, said] of lines) {
  Deno.test(`${line} is ${said === undefined ? "nothing to talk about" : "commented on"}`, () => {
    assert.equal(saidOf(line), said);
  });
}

Deno.test("what lines leave out is as the original has it", () => {
  const scope = (line: string) => new Scope([check(line).servers[0].section]);
  const cache = (line: string) => scope(line).get(tlsSessionCache);
  assert.equal(cache(""), undefined);
  assert.equal(cache("TLSSessionCache off"), undefined);
  assert.deepEqual(cache("TLSSessionCache shm:/file=/x"), {
    type: "shm",
    size: 1_576_960,
    seconds: 1800,
  });
  assert.deepEqual(cache("TLSSessionCache shm:/file=/x&size=4096 15"), {
    type: "shm",
    size: 4096,
    seconds: 15,
  });
  const keys = (line: string) => scope(line).get(tlsSessionTicketKeys);
  assert.deepEqual(keys(""), { age: 43_200, count: 25 });
  assert.deepEqual(keys("TLSSessionTicketKeys count 3 age 2m"), { age: 120, count: 3 });
});
