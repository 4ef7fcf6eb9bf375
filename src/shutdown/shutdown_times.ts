/**
 * From a shutdown file to moments.
 *
 * @module
 */

import { epochOf } from "../libc/time.ts";
import type { ShutdownNotice } from "./shutdown_file.ts";

/** Three moments, seconds since the epoch. */
export interface ShutdownTimes {
  /** New connections are refused from here on. */
  readonly deny: number;
  /** Sessions are ended from here on. */
  readonly disconnect: number;
  /** Nothing is served from here on. */
  readonly shutdown: number;
}

/**
 * The moments that `notice` means. Nobody is let in who would be sent away again at once: refusing
 * starts with ending sessions at the latest. `offsetAt` is the time zone (the system's unless said):
 * seconds that local time is ahead of UTC at a moment.
 */
export function shutdownTimes(
  notice: ShutdownNotice,
  offsetAt?: (seconds: number) => number,
): ShutdownTimes {
  const shutdown = epochOf(notice.at, offsetAt);
  const disconnect = shutdown - notice.disconnectMinutes * 60;
  const deny = Math.min(shutdown - notice.denyMinutes * 60, disconnect);
  return { deny, disconnect, shutdown };
}

/** How far a shutdown has come. */
export type ShutdownPhase =
  /** All goes on as usual. */
  | "announced"
  /** New connections are refused; sessions go on. */
  | "denying"
  /** Sessions are ended too. */
  | "disconnecting";

/** How far it has come at `now`, seconds since the epoch. */
export function phaseAt(times: ShutdownTimes, now: number): ShutdownPhase {
  if (now >= times.disconnect) return "disconnecting";
  return now >= times.deny ? "denying" : "announced";
}
