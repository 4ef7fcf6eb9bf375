/**
 * Directives about listings: `ListOptions`, `ListStyle`, `ShowSymlinks`, `TimesGMT`, `UseGlobbing`.
 *
 * @module
 */

import { type Arguments, type Context, type Directive, rowOf, toggle } from "../../config/mod.ts";
import type { ListOptions } from "../../fs/listing/flags.ts";

/** `ListOptions` as written: what the listings need, and `NoErrorIfAbsent`. */
export interface ListSettings extends ListOptions {
  /** Whether a path that is not there is listed as empty. */
  readonly noErrorIfAbsent: boolean;
}

/** Those of all but `ListOptions`. */
const CONTEXTS: readonly Context[] = ["server", "vhost", "global", "anonymous"];

const WORDS: Readonly<Record<string, Partial<ListSettings>>> = {
  strict: { strict: true },
  listonly: { only: "LIST" },
  nlstonly: { only: "NLST" },
  noerrorifabsent: { noErrorIfAbsent: true },
  adjustedsymlinks: { adjustedSymlinks: true },
  noadjustedsymlinks: { adjustedSymlinks: false },
  sortednlst: { sortedNlst: true },
};

const LIMITS: Readonly<Record<string, "maxFiles" | "maxDirs" | "maxDepth">> = {
  maxfiles: "maxFiles",
  maxdirs: "maxDirs",
  maxdepth: "maxDepth",
};

/** `ListOptions "flags" [strict] [maxfiles n] …`. */
export const listOptions: Directive<ListSettings | undefined> = {
  name: "ListOptions",
  contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  syntax:
    'ListOptions "flags" [strict] [maxfiles n] [maxdirs n] [maxdepth n] [LISTOnly|NLSTOnly] ' +
    "[NoErrorIfAbsent] [AdjustedSymlinks|NoAdjustedSymlinks] [SortedNLST]",
  fallback: undefined,
  parse(args) {
    args.between(1, Infinity);
    let settings: ListSettings = { flags: args.word(0), strict: false, noErrorIfAbsent: false };
    for (let i = 1; i < args.words.length; i++) {
      settings = { ...settings, ...parseWord(args, i) };
      if (rowOf(LIMITS, args.words[i])) i++;
    }
    return settings;
  },
};

function parseWord(args: Arguments, index: number): Partial<ListSettings> {
  const word = args.word(index);
  const limit = rowOf(LIMITS, word);
  if (limit) return { [limit]: args.count(index + 1) };
  return rowOf(WORDS, word) ?? args.fail(`: unknown keyword: '${word}'`);
}

/** `ListStyle Unix|Windows`: whether rows of LIST are those that servers of Windows send. */
export const listStyle: Directive<"Unix" | "Windows"> = {
  name: "ListStyle",
  contexts: CONTEXTS,
  syntax: "ListStyle Unix|Windows",
  fallback: "Unix",
  parse(args) {
    const word = args.word(0).toLowerCase();
    if (word === "unix") return "Unix";
    return word === "windows" ? "Windows" : args.fail(`: unknown ListStyle: '${args.word(0)}'`);
  },
};

/** `ShowSymlinks`: whether links are listed as links, or as what they lead to. */
export const showSymlinks = toggle("ShowSymlinks", CONTEXTS, true);
/** `TimesGMT`: whether listings have GMT or local times. */
export const timesGMT = toggle("TimesGMT", CONTEXTS, true);
/** `UseGlobbing`: whether `*`, `?` and `[ ]` in paths are patterns. */
export const useGlobbing = toggle("UseGlobbing", CONTEXTS, true);
