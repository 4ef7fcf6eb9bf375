/**
 * REST, RANG and ALLO: where a transfer begins and ends, and how much is to come (RFC 3659 §5,
 * draft-bryan-ftp-range, RFC 959 §4.1.3).
 *
 * Offsets are numbers, exact up to 2^53 - 1 bytes. Larger ones, beyond every file there is, count
 * as that.
 *
 * @module
 */

import { type CommandLine, notUnderstood, words } from "./command_line.ts";
import { FtpError, type Reply, reply } from "./reply.ts";
import type { TransferType } from "./transfer_type.ts";

/** A part of a file: `start` is its first byte, counted from 0, `length` is at least 1. */
export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/**
 * The offset that REST sets. Throws `FtpError`: 500 for a wrong number of words, 501 for what is no
 * offset, and for one other than 0 in ASCII type, where offsets in the file and on the wire differ.
 */
export function parseRestart(command: CommandLine, type: TransferType): number {
  const [word, ...more] = words(command.argument);
  if (word === undefined || more.length > 0) throw new FtpError(notUnderstood(500, command));
  const offset = parseOffset(word, "REST");
  if (type === "ascii" && offset !== 0) {
    throw new FtpError(reply(501, "REST: Resuming transfers not allowed in ASCII mode"));
  }
  return offset;
}

/** The reply to REST. */
export function restartReply(offset: number): Reply {
  return reply(350, `Restarting at ${offset}. Send STORE or RETRIEVE to initiate transfer`);
}

/**
 * The part of the file that RANG asks for, first and last byte; `undefined` takes the limits away
 * (`RANG 1 0`). Throws `FtpError`: 500, 501, and 551 in ASCII type.
 */
export function parseRange(command: CommandLine, type: TransferType): ByteRange | undefined {
  const [first, last, ...more] = words(command.argument);
  if (first === undefined || last === undefined || more.length > 0) {
    throw new FtpError(notUnderstood(500, command));
  }
  const start = parseOffset(first, "RANG");
  const end = parseOffset(last, "RANG");
  if (start === 1 && end === 0) return undefined;
  if (start > end) throw new FtpError(reply(501, "RANG start must be less than end"));
  if (type === "ascii") {
    throw new FtpError(reply(551, "RANG: Transfer ranges not allowed in ASCII mode"));
  }
  return { start, length: end - start + 1 };
}

/** The reply to RANG. */
export function rangeReply(range: ByteRange | undefined): Reply {
  if (!range) return reply(350, "Reset byte transfer range");
  const { start, length } = range;
  const unit = length === 1 ? "byte" : "bytes";
  return reply(350, `Transferring byte range of ${length} ${unit} starting from ${start}`);
}

/**
 * The size that ALLO announces, in bytes; a record size behind it (`ALLO n R m`) is ignored.
 * Throws `FtpError` (504) for anything else.
 */
export function parseAllocation(command: CommandLine): number {
  const [size, ...more] = words(command.argument);
  if (size === undefined || more.length !== 0 && more.length !== 2) {
    throw new FtpError(notUnderstood(504, command));
  }
  // As to strtoul(3), and so to the original, nothing at all is 0 here and in offsets.
  if (!/^(?:[+-]?\d+)?$/.test(size)) {
    throw new FtpError(reply(504, `${command.argument}: Invalid ALLO argument`));
  }
  return size.startsWith("-") ? 0 : clamped(size);
}

function parseOffset(word: string, verb: string): number {
  if (/^(?:\+?\d+)?$/.test(word)) return clamped(word);
  throw new FtpError(reply(501, `${verb} requires a value greater than or equal to 0`));
}

function clamped(digits: string): number {
  return Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
}
