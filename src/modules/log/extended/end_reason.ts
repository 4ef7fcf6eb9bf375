/**
 * `%E`: why a session ended, in the original's words.
 *
 * @module
 */

import type { SessionEnd } from "../../../session/session_end.ts";

/** The words for `end`. */
export function endReason({ reason, timeout }: SessionEnd): string {
  if (timeout === "TimeoutStalled") return "Timeout exceeded: TimeoutStalled during data transfer";
  if (timeout !== undefined) return `Timeout exceeded: ${timeout}`;
  if (reason === "Client closed the control connection") return "Read EOF from client";
  if (reason.startsWith("Denied by ")) return `Configured policy: ${reason}`;
  if (reason.startsWith("ended by signal ")) return "Terminated by signal: Killed by signal";
  return reason;
}
