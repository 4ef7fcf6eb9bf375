/**
 * The transfer log (TransferLog): one line per file, in the form of xferlog(5), which programs that
 * make statistics have read since wu-ftpd.
 *
 * @module
 */

import { ctime } from "../libc/time.ts";

/** A transfer that has ended, or a deletion. All strings are byte strings. */
export interface TransferLine {
  /** When it ended, seconds since the epoch. */
  readonly time: number;
  /** How long it took, in seconds; the line has the whole ones, as the original's. */
  readonly seconds: number;
  /** The client's name, or its address where DNS has none. */
  readonly host: string;
  /** Bytes that were transferred. */
  readonly bytes: number;
  /** The file's path outside the session's root. */
  readonly path: string;
  /** TYPE A or TYPE I. */
  readonly type: "A" | "I";
  /** `i`ncoming, `o`utgoing or `d`eleted. */
  readonly direction: "i" | "o" | "d";
  /** `r`eal user, or in an `a`nonymous area, with a password or without. */
  readonly access: "r" | "a";
  /** The user's name; of an anonymous one, what it gave as its password. */
  readonly user: string;
  /** The protocol: `ftp`, `ftps`, `sftp`, `scp`. */
  readonly service: string;
  /** The user that RFC 1413 names; undefined when it was not asked for. */
  readonly ident?: string;
  /** False for one that was broken off. */
  readonly complete: boolean;
}

/** The line for `transfer`, without its newline. */
export function formatTransfer(transfer: TransferLine): string {
  return [
    ctime(transfer.time),
    Math.floor(transfer.seconds),
    oneWord(transfer.host),
    transfer.bytes,
    oneWord(transfer.path),
    transfer.type === "A" ? "a" : "b",
    "_", // no compression, no tar
    transfer.direction,
    transfer.access,
    oneWord(transfer.user),
    oneWord(transfer.service),
    transfer.ident === undefined ? 0 : 1,
    transfer.ident === undefined ? "*" : oneWord(transfer.ident),
    transfer.complete ? "c" : "i",
  ].join(" ");
}

/** Neither a blank nor a control character: both would break the line into other fields or lines. */
function oneWord(text: string): string {
  return text === "" ? "_" : text.replace(/[^!-~\x80-\xff]/g, "_");
}
