/**
 * `<IfVersion [[!]operator] version>`: text for certain versions of ProFTPD. This server says that
 * it is the version whose ways it has.
 *
 * @module
 */

import type { Condition } from "../../config/mod.ts";
import { compileRegex, RegexError } from "../../libc/regex.ts";

/** The version that is compared with. */
const VERSION = "1.3.8";

type Fail = Parameters<Condition["holds"]>[1];

/** `<IfVersion>`. */
export const ifVersion: Condition = {
  name: "<IfVersion>",
  holds(words, fail) {
    if (words.length < 1 || words.length > 2) fail("wrong number of parameters");
    const wanted = words[words.length - 1];
    const given = words.length === 2 ? words[0] : "=";
    const negated = given.startsWith("!");
    const operator = negated ? given.slice(1) : given;
    return compares(operator, wanted, fail) !== negated;
  },
};

/** As in the original, the first character of an operator decides, and whether there is a second one. */
function compares(operator: string, wanted: string, fail: Fail): boolean {
  switch (operator[0]) {
    case "~":
      return matches(wanted, fail);
    case "=":
      if (/^\/.*\/$/.test(wanted)) return matches(wanted.slice(1, -1), fail);
      return difference(wanted, fail) === 0;
    case ">":
      return operator.length > 1 ? difference(wanted, fail) >= 0 : difference(wanted, fail) > 0;
    case "<":
      return operator.length > 1 ? difference(wanted, fail) <= 0 : difference(wanted, fail) < 0;
    default:
      return fail(
        `unknown comparison operator '${operator || "!"}'`,
        "expected = == ~ > >= < <=, or one of them with ! in front",
      );
  }
}

/** Negative where this server is older than `wanted`, 0 where they are equal. */
function difference(wanted: string, fail: Fail): number {
  const other = numbersOf(wanted) ??
    fail(`badly formatted configured version '${wanted}'`, "expected major.minor.revision");
  const own = numbersOf(VERSION) ?? [];
  const at = own.findIndex((number, index) => number !== other[index]);
  return at < 0 ? 0 : own[at] - other[at];
}

/** Before any release: candidates are counted up from here. */
const FIRST_CANDIDATE = -1000;

/**
 * Major, minor, revision, and the place among its candidates (`rc1`), the release and what came
 * after it (`b`). To the original the `a` after a release is the release itself.
 */
function numbersOf(version: string): number[] | undefined {
  const match = /^(\d+)(?:\.(\d+)(?:\.(\d+)(?:(rc\d*)|([a-z]))?)?)?$/i.exec(version);
  if (match === null) return undefined;
  const [, major, minor = "0", revision = "0", candidate, letter = "a"] = match;
  const suffix = candidate === undefined
    ? letter.toLowerCase().charCodeAt(0) - 0x61
    : FIRST_CANDIDATE + Number(candidate.slice(2));
  return [major, minor, revision].map(Number).concat(suffix);
}

/** Whether this server's version matches the regular expression `pattern`. */
function matches(pattern: string, fail: Fail): boolean {
  try {
    return compileRegex(pattern).test(VERSION) === true;
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    return fail(`unable to compile pattern '${pattern}': ${error.message}`);
  }
}
