/**
 * The message of a shutdown, with its variables (ftpshut(8)).
 *
 * @module
 */

import { ctime } from "../libc/time.ts";
import type { ShutdownTimes } from "./shutdown_times.ts";

/** Whom the message is for. All byte strings. */
export interface ShutdownAudience {
  /** `%C`: the working directory; undefined before login. */
  readonly cwd?: string;
  /** `%L`: the server's name or address. */
  readonly local: string;
  /** `%R`: the client's name or address. */
  readonly remote: string;
  /** `%U`: the name given with USER; undefined before that. */
  readonly user?: string;
  /** `%V`: ServerName. */
  readonly serverName: string;
}

/**
 * `message` for `audience` at `now` (seconds since the epoch), on one line: it goes into the middle
 * of a reply. `%s`, `%r` and `%d` are the moments of `times`, `%T` the present, all in ctime(3)'s
 * form. What is no variable stays as written, `%%` included: the original has no escape.
 */
export function shutdownMessage(
  message: string,
  times: ShutdownTimes,
  audience: ShutdownAudience,
  now: number,
): string {
  const value = (letter: string): string => {
    switch (letter) {
      case "s":
        return ctime(times.shutdown);
      case "r":
        return ctime(times.deny);
      case "d":
        return ctime(times.disconnect);
      case "T":
        return ctime(now);
      case "C":
        return audience.cwd ?? "(none)";
      case "L":
        return audience.local;
      case "R":
        return audience.remote;
      case "U":
        return audience.user ?? "NONE";
      default:
        return audience.serverName;
    }
  };
  return message.replace(/\s*\n\s*/g, " ").replace(
    /%([srdTCLRUV])/g,
    (_, letter: string) => value(letter),
  );
}
