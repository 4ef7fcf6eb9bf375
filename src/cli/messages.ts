/**
 * What `proftpd` says on standard error before it has a log.
 *
 * @module
 */

import { isoTime } from "../libc/time.ts";

/** Who says it, and when. */
export interface Speaker {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** The machine's name. */
  readonly host: string;
  /** The process id. */
  readonly pid: number;
}

/**
 * `text` in the shape of all start-up messages, newline included:
 * `2026-11-20 11:29:42,337 host proftpd[123]: fatal: -c requires an absolute path`.
 */
export function startUpLine(text: string, { time, host, pid }: Speaker): string {
  return `${isoTime(time)} ${host} proftpd[${pid}]: ${text}\n`;
}
