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
  /** Where in the file it began: REST, or the end of what APPE adds to; 0 unless said. */
  readonly offset?: number;
  /** How large the file was in the end; undefined where that is not known. */
  readonly fileSize?: number;
  /** Whether it changed a file that was there before; false unless said. */
  readonly modified?: boolean;
}

/** How it ended for the data connection of a command, as logs tell it. */
export type ExchangeOutcome = "success" | "failed" | "cancelled" | "timeout";

/** What went over the data connection of one command: of a file, or of a listing. */
export interface Exchange {
  /** Bytes of the file or of the listing. */
  readonly bytes: number;
  /** How long the connection was open, in milliseconds; undefined where none came about. */
  readonly milliseconds: number | undefined;
  readonly outcome: ExchangeOutcome;
}

/** Sums over the session, for STAT, Display files and the closing log lines. */
export interface Totals {
  /** Bytes of all data connections as they went over the wire: of text with its CR LF. */
  wireIn: number;
  wireOut: number;
  filesIn: number;
  filesOut: number;
  bytesIn: number;
  bytesOut: number;
}
