/**
 * Readers for single words of a directive: numbers, booleans, times, sizes, paths.
 *
 * Each takes the word and the `Arguments` it belongs to, whose `fail` it calls with the original's
 * message when the word is wrong. They are handed to `Arguments.single` and the like.
 *
 * @module
 */

import type { Arguments } from "./arguments.ts";

/** Turns one word into a value, or calls `args.fail`. */
export type WordReader<T> = (word: string, args: Arguments) => T;

/** Larger numbers are cut to this: it is "for ever" in seconds, and a C `int` in the original. */
const LARGEST = 0x7fffffff;

const TRUE = ["on", "yes", "true", "1"];
const FALSE = ["off", "no", "false", "0"];

/** The value of a boolean word in any case, or `undefined`: exactly these eight words count. */
export function booleanOf(word: string): boolean | undefined {
  const lower = word.toLowerCase();
  if (TRUE.includes(lower)) return true;
  return FALSE.includes(lower) ? false : undefined;
}

/** `on yes true 1` or `off no false 0`. */
export const boolean: WordReader<boolean> = (word, args) =>
  booleanOf(word) ?? args.fail("expected Boolean parameter");

/** A whole number from 0 on, decimal. */
export const count: WordReader<number> = (word, args) =>
  /^\d+$/.test(word) ? Math.min(Number(word), LARGEST) : args.fail("not a valid number");

/** A number from 1 on; `Infinity` for `none`. */
export const countOrNone: WordReader<number> = (word, args) => {
  if (word.toLowerCase() === "none") return Infinity;
  if (/^\d+$/.test(word) && Number(word) > 0) return Math.min(Number(word), LARGEST);
  return args.fail("parameter must be 'none' or a number greater than 0");
};

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/**
 * A time in seconds: `90`, `90s`, `10m`, `1h` (also `sec`, `min`, `hr`, any case), several of them
 * in a row (`1h30m`), or `h:mm:ss`. The original takes `1h30m` too, but for one minute: its first
 * number with its last unit.
 */
export const duration: WordReader<number> = (word, args) => {
  const clock = /^(\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(word);
  if (clock !== null) {
    return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  }
  if (/^\d+$/.test(word)) return Math.min(Number(word), LARGEST);
  if (/^(?:\d+(?:s|sec|m|min|h|hr))+$/i.test(word)) {
    let seconds = 0;
    for (const [, number, unit] of word.matchAll(/(\d+)([smh])/gi)) {
      seconds += Number(number) * UNIT_SECONDS[unit.toLowerCase()];
    }
    return Math.min(seconds, LARGEST);
  }
  const reason = /^-\d+/.test(word) ? "Numerical result out of range" : "Invalid argument";
  return args.fail(`error parsing timeout value '${word}': ${reason}`);
};

/** Permission bits in octal, up to 7777; `what` is the word's name in the error message. */
export function octalNamed(what: string): WordReader<number> {
  return (word, args) =>
    /^[0-7]+$/.test(word) && parseInt(word, 8) <= 0o7777
      ? parseInt(word, 8)
      : args.fail(`'${word}' is not a valid ${what}`);
}

/** A file mode in octal. */
export const octal: WordReader<number> = octalNamed("mode");

/**
 * What `table`, by names in lower case, has for `word` in any case. Undefined for nothing: words that
 * every object knows (`constructor`) are in no table.
 */
export function rowOf<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  const name = word.toLowerCase();
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

const UNIT_BYTES: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
};

/** A size in bytes: a number, perhaps followed by `B`, `K`, `Kb`, `Mb`, `Gb`, `Tb` in any case. */
export const size: WordReader<number> = (word, args) => {
  const match = /^(\d+)(?:([kmgt])b?|b)?$/i.exec(word);
  if (match === null) return args.fail(`badly formatted size value '${word}'`);
  return Number(match[1]) * UNIT_BYTES[(match[2] ?? "").toLowerCase()];
};

/** An absolute path. */
export const path: WordReader<string> = (word, args) =>
  word.startsWith("/") ? word : args.fail(`(${word}) absolute pathname required`);
