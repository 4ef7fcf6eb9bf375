/**
 * What the X commands are asked: a path, in quotes if it has blanks, and perhaps a part of the file.
 *
 * @module
 */

import { FtpError, reply } from "../../protocol/mod.ts";
import type { Request } from "../../session/module.ts";
import { wrongParameters } from "../../session/requests.ts";

/** A part of a file: `end` is the first byte that does not belong to it. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** An X command's argument, taken apart. */
export interface ChecksumRequest {
  readonly path: string;
  /** The part of a file of `size` bytes that is meant; throws `FtpError` 501. */
  span(size: number): ByteSpan;
}

/**
 * Reads `path`, or `path start end`. Throws `FtpError` 501 for anything else; but if the path is not
 * one that `exists`, the whole argument is taken for it, as the original's reply has it.
 */
export function parseChecksum(
  { verb, argument }: Request,
  exists: (path: string) => boolean,
): ChecksumRequest {
  const [path = "", from, to] = wordsOf(argument);
  if (from !== undefined && to === undefined) throw wrongParameters();
  if (from !== undefined && !exists(path)) return { path: argument, span: whole };
  if (from === undefined || to === undefined) {
    return { path, span: (size) => checked(0n, BigInt(size), size) };
  }
  return {
    path,
    span(size) {
      const start = numberOf(from);
      if (start === undefined) {
        throw refusal("requires a start greater than or equal to 0");
      }
      const end = numberOf(to);
      if (end === undefined) throw refusal("requires an end greater than 0");
      return checked(start, end, size);
    },
  };

  function whole(size: number): ByteSpan {
    return { start: 0, end: size };
  }

  function checked(start: bigint, end: bigint, size: number): ByteSpan {
    if (end <= start) {
      // The original reads negative numbers as such and shows them as very large ones.
      const [last, first] = [end, start].map((value) => BigInt.asUintN(64, value));
      throw refusal(`requires end (${last}) greater than start (${first})`);
    }
    if (start < 0n) throw new FtpError(reply(550, `${path}: Invalid argument`));
    if (end > BigInt(size)) throw new FtpError(reply(501, `${verb}: end exceeds file size`));
    return { start: Number(start), end: Number(end) };
  }

  function refusal(text: string): FtpError {
    return new FtpError(reply(501, `${verb} ${text}`));
  }
}

/** A whole number, perhaps a negative one. */
function numberOf(word: string): bigint | undefined {
  return /^-?\d{1,20}$/.test(word) ? BigInt(word) : undefined;
}

/** Words with blanks between, or in double quotes; a quote that is not closed goes to the end. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"?|([^\s"]\S*)/g)].map(([, quoted, bare]) =>
    quoted ?? bare ?? ""
  );
}
