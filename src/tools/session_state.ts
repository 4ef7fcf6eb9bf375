/**
 * What a session is doing, by its record.
 *
 * @module
 */

import type { SessionRecord } from "../scoreboard/mod.ts";

/** What a session may be doing. */
export type SessionState =
  /** Nobody is logged in yet. */
  | "authenticating"
  | "idle"
  | "downloading"
  | "uploading"
  | "listing"
  /** Some other command. */
  | "busy";

/** Commands by what they do; READ and WRITE are those of SFTP. */
const DOING: Readonly<Record<string, SessionState>> = {
  RETR: "downloading",
  READ: "downloading",
  STOR: "uploading",
  STOU: "uploading",
  APPE: "uploading",
  WRITE: "uploading",
  LIST: "listing",
  NLST: "listing",
  MLSD: "listing",
  MLST: "listing",
};

/** What the session with `record` is doing. */
export function stateOf(record: SessionRecord): SessionState {
  if (record.loggedIn === 0) return "authenticating";
  if (record.idleBegin > 0) return "idle";
  // A command such as STAT may come while a transfer goes on.
  const command = record.transfer || record.command;
  return Object.hasOwn(DOING, command) ? DOING[command] : "busy";
}

/** The name that is shown: `(none)` before login. */
export function userOf(record: SessionRecord): string {
  return record.loggedIn === 0 ? "(none)" : record.user;
}

/** How much of a download is done, in per cent, 0 to 100; 0 while the file's size is not known. */
export function percentDone({ transferSize, transferDone }: SessionRecord): number {
  if (transferSize <= 0) return 0;
  return Math.min(100, Math.max(0, Math.round(100 * transferDone / transferSize)));
}

/** Kilobytes (1,024 bytes) per second, with two decimals; 0 while there is nothing to tell from. */
export function rateOf({ transferDone, transferElapsed }: SessionRecord): string {
  const rate = transferElapsed > 0 ? transferDone / 1024 / (transferElapsed / 1000) : 0;
  return rate.toFixed(2);
}
