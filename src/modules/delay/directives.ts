/**
 * The directives of mod_delay.
 *
 * @module
 */

import { type Arguments, type Context, type Directive, toggle } from "../../config/mod.ts";
import { ruleOf } from "../../settings/mod.ts";

const SERVERS: readonly Context[] = ["server", "vhost", "global"];

/** `DelayEngine on|off`: whether refusals are held back until it no longer shows what they took. */
export const delayEngine = toggle("DelayEngine", SERVERS, true);

/** What can be delayed. */
const EVENTS = ["USER", "PASS", "FailedLogin"] as const;

/** How long the reply to an event is held back at least. */
export interface EventDelay {
  readonly event: typeof EVENTS[number];
  /** Milliseconds since the command came. */
  readonly delay: number;
}

/** `DelayOnEvent USER|PASS|FailedLogin delay`; of several lines for an event the last one counts. */
export const delayOnEvent: Directive<EventDelay | undefined> = {
  name: "DelayOnEvent",
  contexts: SERVERS,
  syntax: "DelayOnEvent event delay-ms",
  fallback: undefined,
  repeat: "all",
  parse(args) {
    args.atLeast(2);
    const event = EVENTS.find((event) => event === args.word(0)) ??
      args.fail(`unknown/unsupported event: ${args.word(0)}`, `expected ${EVENTS.join(", ")}`);
    return { event, delay: milliseconds(args, args.word(1)) };
  },
};

/** Longer delays are errors, in the original too. */
const LONGEST = 0x7fffffff;

/** Milliseconds, or seconds where the unit says so. */
function milliseconds(args: Arguments, word: string): number {
  const fail = (reason: string) => args.fail(`error parsing delay parameter '${word}': ${reason}`);
  if (/^-\d/.test(word)) return fail("Numerical result out of range");
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|sec)?$/i.exec(word) ?? [];
  if (number === undefined) return fail("Invalid argument");
  const value = Number(number) * (unit === undefined || unit.toLowerCase() === "ms" ? 1 : 1000);
  return value <= LONGEST ? value : fail("Numerical result out of range");
}

/** `DelayTable path|none`: what the original remembers of earlier logins; there is none here. */
const delayTable: Directive<null> = {
  name: "DelayTable",
  contexts: ["server"],
  syntax: "DelayTable path|none",
  fallback: null,
  parse(args) {
    if (args.word(0).toLowerCase() === "none") return null;
    args.absolutePath();
    args.warn("delays need no table here, without effect");
    return null;
  },
};

const ACTIONS = ["all", "info", "reset"];

/** `DelayControlsACLs`: rules for actions on that table. */
const delayControlsACLs: Directive<null> = {
  name: "DelayControlsACLs",
  contexts: ["server"],
  syntax: "DelayControlsACLs actions|all allow|deny user|group list",
  fallback: null,
  repeat: "all",
  parse(args) {
    const actions = args.word(0).split(",");
    ruleOf(args, actions);
    for (const action of actions) {
      if (!ACTIONS.includes(action)) args.fail(`: unknown delay action: '${action}'`);
    }
    args.warn("there is no table of delays here, without effect");
    return null;
  },
};

/** The directives of this file, for the vocabulary. */
export const delayDirectives: readonly Directive<unknown>[] = [
  delayEngine,
  delayOnEvent,
  delayTable,
  delayControlsACLs,
];
