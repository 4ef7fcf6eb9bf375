/**
 * What is remembered of a transfer for the logs, and the sums over a session.
 *
 * @module
 */

import type { TransferType } from "../protocol/mod.ts";

/** One finished (or broken-off) transfer. */
export interface TransferRecord {
  /** The file's path outside the session's root. */
  readonly path: string;
  /** `i`ncoming, `o`utgoing or `d`eleted, as in xferlog(5). */
  readonly direction: "i" | "o" | "d";
  /** Bytes of the file that went over the wire. */
  readonly bytes: number;
  /** Milliseconds from opening the data connection to its end. */
  readonly milliseconds: number;
  readonly type: TransferType;
  readonly complete: boolean;
}

/** Sums over the session, for STAT, Display files and the closing log lines. */
export interface Totals {
  filesIn: number;
  filesOut: number;
  bytesIn: number;
  bytesOut: number;
}
