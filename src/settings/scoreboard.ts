/**
 * The table of sessions. What is counted there is set where it is decided: `MaxClients` and the like.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import { booleanOf } from "../config/words.ts";

/** `ScoreboardFile`: the table of sessions; undefined switches it off. */
export const scoreboardFile: Directive<string | undefined> = {
  name: "ScoreboardFile",
  contexts: ["server"],
  syntax: "ScoreboardFile path|none",
  fallback: "/run/proftpd.scoreboard",
  repeat: "last",
  parse(args) {
    const word = args.single();
    if (booleanOf(word) === false || /^(?:none|[/]dev[/]null)$/i.test(word)) return undefined;
    if (word.startsWith("/")) return word;
    return args.fail(`unable to use '${word}': Invalid argument`, "the path must be absolute");
  },
};

/** `ScoreboardMutex`: the lock that goes with it; undefined means beside it, with `.lck`. */
export const scoreboardMutex: Directive<string | undefined> = {
  name: "ScoreboardMutex",
  contexts: ["server"],
  syntax: "ScoreboardMutex path",
  fallback: undefined,
  repeat: "last",
  parse: (args) => args.path(),
};

/**
 * `ScoreboardScrub`: seconds between two looks of the daemon for records whose processes are gone;
 * `Infinity` for `off`. Limits do not count such records, whatever is set here.
 */
export const scoreboardScrub: Directive<number> = {
  name: "ScoreboardScrub",
  contexts: ["server"],
  syntax: "ScoreboardScrub on|off|secs",
  fallback: 30,
  repeat: "last",
  parse(args) {
    const asked = booleanOf(args.word(0));
    if (asked !== undefined) return asked ? 30 : Infinity;
    if (!/^\d/.test(args.word(0))) args.fail("number must be greater than zero");
    return args.duration() || args.fail("number must be greater than zero");
  },
};

/** All directives of this file. */
export const scoreboardDirectives: readonly Directive<unknown>[] = [
  scoreboardFile,
  scoreboardMutex,
  scoreboardScrub,
];
