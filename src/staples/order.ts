/**
 * What the child that asks OCSP responders is told to ask, as a file in memory that it inherits.
 *
 * @module
 */

import type { Identity, LogSettings } from "../config/handover.ts";

/** One certificate, and who may be asked about it. Nothing in it is secret. */
export interface StapleTask {
  /** The SHA-256 of the certificate, 32 bytes: sessions look for it. */
  readonly fingerprint: string;
  /** Whom it is about, for the log: `/CN=ftp.example.com`. */
  readonly subject: string;
  /** PEM. */
  readonly certificate: string;
  /** PEM of who has signed it, and so signs what is said of it, or says who may. */
  readonly issuer: string;
  /** The responder: `http://ocsp.example.com/`. */
  readonly url: string;
  /** Seconds that the responder has (`TLSStaplingTimeout`). */
  readonly seconds: number;
  /** Whether the answer has to repeat a random number of the question, and so is new. */
  readonly nonce: boolean;
}

/** What the child has to do, as whom, and where it complains. */
export interface StapleOrder {
  readonly tasks: readonly StapleTask[];
  readonly identity: Identity | undefined;
  readonly log: LogSettings;
  readonly hostname: string;
}

/** `order` as a byte string. */
export function formatOrder(order: StapleOrder): string {
  return JSON.stringify(order);
}

/** The order in `text`, which the daemon of the same program has written. */
export function parseOrder(text: string): StapleOrder {
  return JSON.parse(text) as StapleOrder;
}

/** What the child's exit status says of its errand: another one than a broken program has. */
export const ERRAND = { done: 0, failed: 3, shortLived: 4 } as const;
