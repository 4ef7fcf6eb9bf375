/**
 * The shutdown file, as ftpshut(8) writes it and every server reads it:
 *
 *     2026 11 20 12 2 24 0010 0005
 *     going down at %s
 *
 * The first line holds the local time of the shutdown (year, month, day, hour, minute, second) and
 * how long before it new connections are refused and sessions ended, both as hours and minutes
 * (`0130`: 90 minutes). All the rest is the message.
 *
 * @module
 */

import { twoDigits, type WallClock } from "../libc/time.ts";

/** Where the file is, for the original and for everybody who knows it. */
export const DEFAULT_SHUTDOWN_FILE = "/etc/shutmsg";

/** What the file announces. */
export interface ShutdownNotice {
  /** Local time of the shutdown. */
  readonly at: WallClock;
  /** Minutes before it from which new connections are refused. */
  readonly denyMinutes: number;
  /** Minutes before it from which sessions are ended. */
  readonly disconnectMinutes: number;
  /** The message with its % variables (see `message.ts`), a byte string, maybe of several lines. */
  readonly message: string;
}

/** The file's text for `notice`, byte for byte as the original's ftpshut writes it. */
export function formatShutdownFile(notice: ShutdownNotice): string {
  const { year, month, day, hour, minute, second } = notice.at;
  const time = [year, month, day, hour, minute, second].join(" ");
  const offsets = [notice.denyMinutes, notice.disconnectMinutes].map(hoursAndMinutes).join(" ");
  return `${time} ${offsets}\n${notice.message}\n`;
}

function hoursAndMinutes(minutes: number): string {
  return twoDigits(Math.floor(minutes / 60)) + twoDigits(minutes % 60);
}

/**
 * Reads the file's text. The two offsets may be missing (then they are nothing), as may the message;
 * further words on the first line are passed over. The result is a string, what is wrong, for a
 * text that does not start with a time.
 */
export function parseShutdownFile(text: string): ShutdownNotice | string {
  const lineEnd = text.indexOf("\n");
  const firstLine = lineEnd < 0 ? text : text.slice(0, lineEnd);
  const words = firstLine.trim().split(/\s+/).slice(0, 8);
  const wrong = words.find((word) => !/^\d{1,9}$/.test(word));
  if (wrong !== undefined) {
    return wrong === "" ? "the first line is empty" : `'${wrong.slice(0, 40)}' is not a number`;
  }
  if (words.length < 6) return `the time needs six numbers, here are ${words.length}`;
  const [year, month, day, hour, minute, second, deny = 0, disconnect = 0] = words.map(Number);
  const at = { year, month, day, hour, minute, second };
  return outOfRange(at) ?? {
    at,
    denyMinutes: minutesOf(deny),
    disconnectMinutes: minutesOf(disconnect),
    message: messageOf(lineEnd < 0 ? "" : text.slice(lineEnd + 1)),
  };
}

/** The least and the greatest that each field may be. */
const RANGES: readonly (readonly [keyof WallClock, number, number])[] = [
  ["year", 1970, 9998],
  ["month", 1, 12],
  ["day", 1, 31],
  ["hour", 0, 23],
  ["minute", 0, 59],
  ["second", 0, 60],
];

function outOfRange(at: WallClock): string | undefined {
  for (const [field, least, greatest] of RANGES) {
    if (at[field] < least || at[field] > greatest) return `there is no ${field} ${at[field]}`;
  }
}

/** `0130` is 90; so is `90`, which only a person would write. */
function minutesOf(hhmm: number): number {
  return Math.floor(hhmm / 100) * 60 + hhmm % 100;
}

function messageOf(rest: string): string {
  return rest.replaceAll("\r\n", "\n").replace(/\n+$/, "");
}
