/**
 * Local time: localtime_r(3), strftime(3), the form of ctime(3), and the way back.
 *
 * Why libc and not `Date`: `Date` knows the zones that its own ICU library has, not the system's
 * (`TZ=CET-1CEST` is UTC to it), and looking for the zone costs it 3 ms. glibc reads the zone at the
 * first call and keeps it, so that a process in a chroot goes on with the right one: call
 * `prepareTime` before chroot(2) and before `ffi` is given up. mktime(3) would look for the zone's
 * file again, and fall back to UTC inside a chroot: `epochOf` finds the way back by `localtime`.
 *
 * All texts are in the C locale, whatever the environment says.
 *
 * @module
 */

import { bytesOf, stringOf } from "./bytes.ts";
import { openLibrary } from "./open_library.ts";

const symbols = {
  // struct tm *localtime_r(const time_t *timep, struct tm *result)
  localtime_r: { parameters: ["buffer", "buffer"], result: "u64" },
  // size_t strftime(char *s, size_t max, const char *format, const struct tm *tm)
  strftime: { parameters: ["buffer", "usize", "buffer", "buffer"], result: "usize" },
} as const satisfies Deno.ForeignLibraryInterface;

let opened: Deno.DynamicLibrary<typeof symbols>["symbols"] | undefined;

function libc(): Deno.DynamicLibrary<typeof symbols>["symbols"] {
  return opened ??= openLibrary("libc.so.6", symbols);
}

/** Opens the library and reads the time zone now, for those who lose sight of it later. */
export function prepareTime(): void {
  localtime(0);
}

/** A moment as the clock on the wall shows it. */
export interface LocalTime {
  /** The full year, such as 2026. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  /** 0 to 23. */
  readonly hour: number;
  /** 0 to 59. */
  readonly minute: number;
  /** 0 to 60. */
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Seconds that local time is ahead of UTC at this moment. */
  readonly offset: number;
}

/** The latest moment that `localtime` takes: the end of the year 9999, seconds since the epoch. */
export const LAST_SECOND = 253_402_300_799;

const moment = new DataView(new ArrayBuffer(8));
const momentBytes = new Uint8Array(moment.buffer);
/** struct tm of 64-bit glibc: nine ints, then long tm_gmtoff at 40 and char *tm_zone at 48. */
const tm = new DataView(new ArrayBuffer(56));
const tmBytes = new Uint8Array(tm.buffer);

function fill(seconds: number): void {
  if (!(Math.abs(seconds) <= LAST_SECOND)) throw new RangeError(`no such time: ${seconds}`);
  moment.setBigInt64(0, BigInt(Math.floor(seconds)), true);
  libc().localtime_r(momentBytes, tmBytes);
}

/** Local time at `seconds` since the epoch; `RangeError` beyond `LAST_SECOND`. */
export function localtime(seconds: number): LocalTime {
  fill(seconds);
  return {
    second: tm.getInt32(0, true),
    minute: tm.getInt32(4, true),
    hour: tm.getInt32(8, true),
    day: tm.getInt32(12, true),
    month: tm.getInt32(16, true) + 1,
    year: tm.getInt32(20, true) + 1900,
    weekday: tm.getInt32(24, true),
    offset: Number(tm.getBigInt64(40, true)),
  };
}

/** Room for one formatted time; what does not fit is not formatted at all (strftime(3)). */
const text = new Uint8Array(1024);

/** Local time at `seconds` since the epoch in strftime(3)'s `format`; "" beyond 1,023 bytes. */
export function strftime(format: string, seconds: number): string {
  fill(seconds);
  const length = libc().strftime(text, BigInt(text.length), bytesOf(`${format}\0`), tmBytes);
  return stringOf(text, 0, Number(length));
}

/** A wall clock reading to be turned into a moment. */
export type WallClock = Pick<
  LocalTime,
  "year" | "month" | "day" | "hour" | "minute" | "second"
>;

/**
 * Seconds since the epoch when the clock shows `time`. Of an hour that comes twice (the end of
 * summer time) the first is meant; an hour that is left out counts on from the one before it, as
 * mktime(3) does. Fields may run over: minute 90 is half past the next hour.
 */
export function epochOf(
  time: WallClock,
  offsetAt: (seconds: number) => number = zoneOffset,
): number {
  const wall = Date.UTC(
    time.year,
    time.month - 1,
    time.day,
    time.hour,
    time.minute,
    time.second,
  ) / 1000;
  // The offset in force is one of those a day before and a day after.
  const before = offsetAt(wall - 86_400);
  const after = offsetAt(wall + 86_400);
  const first = wall - before;
  if (before === after || offsetAt(first) === before) return first;
  const second = wall - after;
  return offsetAt(second) === after ? second : first;
}

/** Seconds that local time is ahead of UTC at `seconds` since the epoch; `RangeError` as `localtime`. */
export function zoneOffset(seconds: number): number {
  fill(seconds);
  return Number(tm.getBigInt64(40, true));
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
/** The names of the months in C locale, January first. */
export const MONTHS: readonly string[] = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];

/** `number` in at least two digits. */
export function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : `${number}`;
}

/**
 * `of`, with its last answer kept: logs ask for the same second over and over, and a second's text
 * never changes.
 */
function rememberSecond(of: (seconds: number) => string): (seconds: number) => string {
  let known = NaN;
  let answer = "";
  return (seconds) => {
    const second = Math.floor(seconds);
    if (second !== known) {
      answer = of(second);
      known = second;
    }
    return answer;
  };
}

/** Local time as ctime(3) writes it, without its newline: `Fri Nov  6 11:37:05 2026`. */
export const ctime: (seconds: number) => string = rememberSecond((seconds) => {
  const time = localtime(seconds);
  return `${DAYS[time.weekday]} ${monthAndDay(time)} ${clock(time)} ${time.year}`;
});

/** Local time as RFC 3164 has it in front of a syslog message: `Nov  6 11:37:05`. */
export const syslogTime: (seconds: number) => string = rememberSecond((seconds) => {
  const time = localtime(seconds);
  return `${monthAndDay(time)} ${clock(time)}`;
});

/** As `isoTime`, in whole seconds since the epoch and without a fraction. */
export const isoSecond = rememberSecond((seconds) => {
  const time = localtime(seconds);
  return `${time.year}-${twoDigits(time.month)}-${twoDigits(time.day)} ${clock(time)}`;
});

/** Local time at `milliseconds` since the epoch as the logs have it: `2026-11-06 11:37:05,042`. */
export function isoTime(milliseconds: number): string {
  const rest = Math.floor(milliseconds) % 1000;
  return `${isoSecond(milliseconds / 1000)},${String(rest).padStart(3, "0")}`;
}

function monthAndDay(time: LocalTime): string {
  return `${MONTHS[time.month - 1]} ${String(time.day).padStart(2)}`;
}

function clock(time: LocalTime): string {
  return `${twoDigits(time.hour)}:${twoDigits(time.minute)}:${twoDigits(time.second)}`;
}
