/**
 * How important a message is: the eight levels of syslog(3) under the names that the SyslogLevel
 * directive gives them.
 *
 * @module
 */

/** The levels, the most important first: their place is their number in syslog (RFC 3164 §4.1.1). */
export const LEVELS = [
  "emerg",
  "alert",
  "crit",
  "error",
  "warn",
  "notice",
  "info",
  "debug",
] as const;

/** One of `LEVELS`. */
export type Level = typeof LEVELS[number];

const numbers = new Map<string, number>(LEVELS.map((level, number) => [level, number]));

/** The level's number in syslog: 0 for `emerg` to 7 for `debug`. */
export function severity(level: Level): number {
  return numbers.get(level) ?? LEVELS.length - 1;
}

/** Whether `name` is the name of a level. */
export function isLevel(name: string): name is Level {
  return numbers.has(name);
}

/** The level of a message, as a number. */
export function severityOf({ level }: { readonly level: Level }): number {
  return severity(level);
}
