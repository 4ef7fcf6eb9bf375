/**
 * Directives of mod_core.c that tune what this server does not have. Their lines are checked as in
 * the original, and the check says where one has no effect.
 *
 * @module
 */

import type { Arguments, Context, Directive } from "../../config/mod.ts";
import { booleanOf, rowOf } from "../../config/words.ts";

const SERVERS: readonly Context[] = ["server", "vhost", "global"];

/** `FSCachePolicy on|off|size count maxAge secs`: a cache for stat(2), which is not kept here. */
const fsCachePolicy: Directive<null> = {
  name: "FSCachePolicy",
  contexts: [...SERVERS, "anonymous", "directory", "limit", "class"],
  syntax: "FSCachePolicy on|off|size count maxAge secs",
  fallback: null,
  parse(args) {
    const { words } = args;
    if (words.length === 1) {
      const wanted = booleanOf(words[0]) ?? args.fail("expected Boolean parameter");
      if (wanted) args.warn("attributes of files are not cached here, without effect");
      return null;
    }
    if (words.length !== 4) args.fail("wrong number of parameters");
    for (let index = 0; index < 4; index += 2) policy(args, words[index], words[index + 1]);
    args.warn("attributes of files are not cached here, without effect");
    return null;
  },
};

function policy(args: Arguments, name: string, value: string): void {
  const least = rowOf({ size: 1, maxage: 1 }, name);
  if (least === undefined) return args.fail(`unknown FSCachePolicy: ${name}`);
  if (!/^\d+$/.test(value) || Number(value) < least) {
    args.fail(`${name} parameter must be greater than 1`);
  }
}

/** `FSOptions IgnoreExtendedAttributes`: extended attributes are never looked at here. */
const fsOptions: Directive<null> = {
  name: "FSOptions",
  contexts: SERVERS,
  syntax: "FSOptions opt1 ...",
  fallback: null,
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    const stranger = args.words.find((word) => word !== "IgnoreExtendedAttributes");
    if (stranger !== undefined) {
      args.fail(`: unknown FSOption '${stranger}'`, "expected IgnoreExtendedAttributes");
    }
    return null;
  },
};

/**
 * `RegexOptions [Engine engine] [MatchLimit limit] [MatchRecursionLimit limit]`: limits for PCRE's
 * way of trying. Patterns are POSIX's here, and what they are matched with is short.
 */
const regexOptions: Directive<null> = {
  name: "RegexOptions",
  contexts: SERVERS,
  syntax: "RegexOptions [Engine engine] [MatchLimit limit] [MatchRecursionLimit limit]",
  fallback: null,
  parse(args) {
    const { words } = args;
    if (words.length === 0 || words.length % 2 !== 0) args.fail("Wrong number of parameters");
    for (let index = 0; index < words.length; index += 2) regexOption(args, index);
    return null;
  },
};

function regexOption(args: Arguments, index: number): void {
  const [name, value] = args.words.slice(index);
  switch (name) {
    case "Engine":
      if (!/^(?:posix|pcre2?)$/i.test(value)) args.fail(`bad Engine value: ${value}`);
      if (!/^posix$/i.test(value)) args.warn("patterns are POSIX's here, without effect");
      return;
    case "MatchLimit":
    case "MatchRecursionLimit":
      if (!/^-?\d+$/.test(value)) args.fail(`bad ${name} value: ${value}`);
      return args.warn(`patterns are POSIX's here, ${name} is without effect`);
    default:
      args.fail(
        `: unknown RegexOptions option: '${name}'`,
        "expected Engine, MatchLimit, MatchRecursionLimit",
      );
  }
}

/**
 * `ScoreboardOptions AllowMissingEntry` (1.3.9): a session goes on without a record. So it does
 * here where no limit counts sessions; where one does, it has to have one.
 */
const scoreboardOptions: Directive<null> = {
  name: "ScoreboardOptions",
  contexts: SERVERS,
  syntax: "ScoreboardOptions opt1 ...",
  fallback: null,
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    const stranger = args.words.find((word) => word !== "AllowMissingEntry");
    if (stranger !== undefined) {
      args.fail(`unknown ScoreboardOption '${stranger}'`, "expected AllowMissingEntry");
    }
    return null;
  },
};

/** The directives of this file, for the vocabulary. */
export const withoutEffect: readonly Directive<unknown>[] = [
  fsCachePolicy,
  fsOptions,
  regexOptions,
  scoreboardOptions,
];
