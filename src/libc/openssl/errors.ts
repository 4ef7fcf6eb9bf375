/**
 * What OpenSSL says went wrong: its queue of errors, emptied into one `OpenSslError`.
 *
 * @module
 */

import { bytesOf, stringOf, stringUntilNul } from "../bytes.ts";
import { type Handle, openssl } from "./library.ts";

/** OpenSSL refused something; `message` is its own text, the outermost cause last. */
export class OpenSslError extends Error {
  override readonly name = "OpenSslError";

  /** `reasons` are the lines of the queue, `error:0A00010B:SSL routines::wrong version number`. */
  constructor(readonly reasons: readonly string[]) {
    super(reasons.length === 0 ? "OpenSSL gave no reason" : reasons.map(reasonOf).join(", "));
  }
}

/** The last part of a line of the queue: `wrong version number`. */
function reasonOf(line: string): string {
  return line.slice(line.lastIndexOf(":") + 1);
}

/** More are never looked at: one error rarely has more than four lines. */
const MOST = 16;

const text = new Uint8Array(256);

/** Empties the queue and gives its lines, the first cause first; none where it was empty. */
export function takeErrors(): string[] {
  const { ERR_get_error, ERR_error_string_n } = openssl();
  const lines: string[] = [];
  for (;;) {
    const code = Number(ERR_get_error());
    if (code === 0) return lines;
    ERR_error_string_n(code, text, text.length);
    if (lines.length < MOST) lines.push(stringUntilNul(text));
  }
}

/** Throws the queue as an `OpenSslError`. */
export function fail(): never {
  throw new OpenSslError(takeErrors());
}

/** Passes a result above 0 through; throws `OpenSslError` for any other. */
export function demandOne(result: number | bigint): number {
  const value = Number(result);
  return value > 0 ? value : fail();
}

/** `text` as the library wants it: bytes with a NUL behind them. A NUL inside throws `RangeError`. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  if (text.includes("\0")) throw new RangeError("a C string cannot hold a NUL byte");
  return bytesOf(`${text}\0`);
}

/** Longer texts of the library's are cut. */
const LONGEST = 4096;

/** The text at `address`, as a byte string; "" for NULL. */
export function textAt(address: Handle | bigint): string {
  const at = Number(address);
  if (at === 0) return "";
  const { strnlen, load } = openssl();
  const bytes = new Uint8Array(Number(strnlen(at, LONGEST)));
  if (bytes.length > 0) load(bytes, at, bytes.length);
  return stringOf(bytes);
}
