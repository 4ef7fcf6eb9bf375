/**
 * The times that ftpshut takes on its command line.
 *
 * @module
 */

import { LAST_SECOND, localtime, type WallClock } from "../libc/time.ts";

/** When the server shall go down. */
export type When =
  /** So many minutes from now. */
  | { readonly kind: "in"; readonly minutes: number }
  /** The next time that the clock shows this. */
  | { readonly kind: "at"; readonly hour: number; readonly minute: number };

/** Reads `now`, `+minutes`, `HHMM` or `HH`; undefined for anything else. */
export function parseWhen(word: string): When | undefined {
  if (word.toLowerCase() === "now") return { kind: "in", minutes: 0 };
  const minutes = /^\+(\d{1,9})$/.exec(word);
  if (minutes) return { kind: "in", minutes: Number(minutes[1]) };
  const clock = /^(\d\d)(\d\d)?$/.exec(word);
  if (!clock) return undefined;
  const hour = Number(clock[1]);
  const minute = Number(clock[2] ?? 0);
  return hour < 24 && minute < 60 ? { kind: "at", hour, minute } : undefined;
}

/**
 * The local time that `when` means at `now` (seconds since the epoch). A time of day that is past,
 * or is just now, is tomorrow's; its seconds are those of the present, as in the original. Undefined
 * where the calendar ends.
 */
export function resolveWhen(when: When, now: number): WallClock | undefined {
  if (when.kind === "in") {
    const then = now + when.minutes * 60;
    return then < LAST_SECOND - 366 * 86_400 ? localtime(then) : undefined;
  }
  const { hour, minute } = when;
  const today = localtime(now);
  const past = hour < today.hour || (hour === today.hour && minute <= today.minute);
  // By the calendar, not by 24 hours: the day that summer time ends has 25.
  const date = new Date(Date.UTC(today.year, today.month - 1, today.day + (past ? 1 : 0)));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour,
    minute,
    second: today.second,
  };
}
