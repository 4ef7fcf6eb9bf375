/**
 * Byte strings: the one representation of text in this program.
 *
 * FTP, proftpd.conf and the file system speak bytes, not characters. A *byte string* is a
 * JavaScript string whose every UTF-16 unit is one byte (0–255): V8 keeps it in one byte a unit,
 * and `===`, `Map` keys, slices and regular expressions work on it without any decoding. The
 * functions here are the border between byte strings and memory. `TextDecoder("latin1")` is no
 * substitute: the encoding standard maps that label to windows-1252.
 *
 * @module
 */

const encoder = new TextEncoder();

/** How many bytes `String.fromCharCode` is handed at once; larger ones could exhaust the stack. */
const CHUNK = 8192;

/** The bytes of the byte string `text`, in a fresh array of `text.length` bytes. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  encodeInto(text, bytes, 0);
  return bytes;
}

/**
 * Writes the byte string `text` into `target` from `offset` on and returns the offset behind it.
 * Throws `RangeError` when it does not fit: a truncated path or reply would be a different one.
 */
export function encodeInto(text: string, target: Uint8Array, offset: number): number {
  const end = offset + text.length;
  if (end > target.length) throw new RangeError(`${text.length} bytes do not fit at ${offset}`);
  if (text.length > 64) {
    // UTF-8 and bytes agree on ASCII, and the runtime's encoder is many times faster than a loop.
    const { read, written } = encoder.encodeInto(text, target.subarray(offset, end));
    if (read === text.length && written === text.length) return end;
  }
  for (let i = 0; i < text.length; i++) target[offset + i] = text.charCodeAt(i);
  return end;
}

/** The bytes `bytes[start..end)` as a byte string. */
export function stringOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (end - start <= CHUNK) {
    return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
  }
  let text = "";
  for (let at = start; at < end; at += CHUNK) {
    text += stringOf(bytes, at, Math.min(at + CHUNK, end));
  }
  return text;
}

/** The bytes of a NUL-terminated string that starts at `start` and ends before `limit`. */
export function stringUntilNul(bytes: Uint8Array, start = 0, limit = bytes.length): string {
  const nul = bytes.indexOf(0, start);
  return stringOf(bytes, start, nul < 0 || nul > limit ? limit : nul);
}

/** The byte string of `text`'s UTF-8 form: for text that was born inside the runtime. */
export function utf8(text: string): string {
  return stringOf(encoder.encode(text));
}
