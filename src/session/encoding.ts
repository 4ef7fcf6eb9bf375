/**
 * The character set of the names that a client sends and is sent, where that is another than the
 * names on the disk have (`UseEncoding`). Sessions without it know nothing of characters.
 *
 * @module
 */

import { bytesOf, stringOf } from "../libc/bytes.ts";
import type { Request } from "./module.ts";

/** What is between the client and the disk. All text is byte strings. */
export interface Encoding {
  /** What a client sent as it is on the disk; undefined where it means nothing in its character set. */
  decode(text: string): string | undefined;
  /** A line as the client is sent it: as it is, where its character set has not all that it takes. */
  encode(line: string): string;
  /** Whether a name that cannot be decoded is no name (`RequireValidEncoding`). */
  readonly isStrict: boolean;
}

/** Whether every byte of `text` is below 128: means the same in every character set on the wire. */
export function isPlain(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** Names of users, and passwords, are compared byte by byte. */
const UNTOUCHED: ReadonlySet<string> = new Set(["USER", "PASS", "ACCT"]);

/** `request` as it is on the disk. */
export function decoded(encoding: Encoding, request: Request): Request {
  const { argument, verb } = request;
  if (UNTOUCHED.has(verb) || isPlain(argument)) return request;
  const meant = encoding.decode(argument);
  if (meant !== undefined) return { ...request, argument: meant };
  return { ...request, isIllegible: true };
}

/**
 * A line of the reply to `request` as the client is sent it; what it sent itself and we could not read
 * comes back unchanged.
 */
export function encodedLine(
  encoding: Encoding,
  line: string,
  request: Request | undefined,
): string {
  if (!request?.isIllegible) return encoding.encode(line);
  const { argument } = request;
  return line.split(argument).map((part) => encoding.encode(part)).join(argument);
}

/** Rows of a listing, whole ones, as the client is sent them. */
export function encodedRows(
  encoding: Encoding | undefined,
  rows: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  if (!encoding || rows.every((byte) => byte < 0x80)) return rows;
  return bytesOf(stringOf(rows).split("\n").map((row) => encoding.encode(row)).join("\n"));
}
