/**
 * "So many in so many seconds": what MaxConnectionRate and MaxCommandRate are set to.
 *
 * @module
 */

import type { Arguments } from "./arguments.ts";

/** How often something may happen: commands, connections. */
export interface Rate {
  /** How many. */
  readonly count: number;
  /** In how many seconds. */
  readonly seconds: number;
}

/**
 * The rate in `count [secs]`, one second where nothing else is said; undefined for 0, which means any
 * number. `what` is its name in messages: `invalid command rate`.
 */
export function readRate(args: Arguments, what: string): Rate | undefined {
  args.between(1, 2);
  const word = args.word(0);
  if (/^-\d+$/.test(word)) args.fail(`${what} must be positive`);
  if (!/^\d+$/.test(word)) args.fail(`invalid ${what}`);
  const count = args.count();
  let seconds = 1;
  if (args.words.length > 1) {
    seconds = /^\d/.test(args.word(1)) ? args.duration(1) : 0;
    if (seconds === 0) args.fail("interval must be greater than zero");
  }
  return count === 0 ? undefined : { count, seconds };
}

/** A rate in words, for the log: `3 cmds/1 sec`. */
export function rateText({ count, seconds }: Rate, unit: string): string {
  return `${count}${unit}/${seconds} ${seconds === 1 ? "sec" : "secs"}`;
}
