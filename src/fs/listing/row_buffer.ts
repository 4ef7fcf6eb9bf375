/**
 * Bytes of a listing on their way to the client: filled by the row writers, handed over a piece at
 * a time. Writing bytes straight away, without a string per row, halves the time a row takes.
 *
 * @module
 */

import { encodeInto } from "../../libc/bytes.ts";

/** How many bytes make a piece worth sending. */
const PIECE = 64 << 10;

const BLANK = 0x20;
const ZERO = 0x30;

/** A growing stretch of bytes with a few ways to write into it. */
export class RowBuffer {
  #bytes = new Uint8Array(PIECE + 8192);
  #length = 0;

  /** `rowEnd` is written behind each row. */
  constructor(readonly rowEnd: string = "\r\n") {}

  /** Whether there is enough to be sent. */
  get isFull(): boolean {
    return this.#length >= PIECE;
  }

  /** Whether there is nothing to be sent. */
  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** What was written since the last time; valid until something is written again. */
  take(): Uint8Array<ArrayBuffer> {
    const piece = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return piece;
  }

  /** Writes a byte string. */
  text(text: string): void {
    this.#reserve(text.length);
    this.#length = encodeInto(text, this.#bytes, this.#length);
  }

  /** Writes bytes as they are. */
  put(source: Uint8Array): void {
    this.#reserve(source.length);
    this.#bytes.set(source, this.#length);
    this.#length += source.length;
  }

  /** A copy of what was written since `start`, a `length` of earlier. */
  copyFrom(start: number): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(start, this.#length);
  }

  /** How much is written. */
  get length(): number {
    return this.#length;
  }

  /** Writes a byte string with blanks behind it up to `width` bytes. */
  padded(text: string, width: number): void {
    this.text(text);
    this.#blanks(width - text.length);
  }

  /** Writes a number in decimal, with blanks before it up to `width` bytes. */
  decimal(value: number, width = 0): void {
    if (value > 0x7fff_ffff || value < 0) return this.rightAligned(`${value}`, width);
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits++;
    this.#blanks(width - digits);
    this.#reserve(digits);
    const bytes = this.#bytes;
    let rest = value | 0;
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const next = (rest / 10) | 0;
      bytes[at] = ZERO + rest - next * 10;
      rest = next;
    }
    this.#length += digits;
  }

  /** Writes a byte string with blanks before it up to `width` bytes. */
  rightAligned(text: string, width: number): void {
    this.#blanks(width - text.length);
    this.text(text);
  }

  /** Writes a number from 0 to 99 in two digits. */
  twoDigits(value: number): void {
    this.#reserve(2);
    const tens = (value / 10) | 0;
    this.#bytes[this.#length++] = ZERO + tens;
    this.#bytes[this.#length++] = ZERO + value - tens * 10;
  }

  /** Writes one byte. */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** Ends the row. */
  endRow(): void {
    this.text(this.rowEnd);
  }

  #blanks(count: number): void {
    if (count <= 0) return;
    this.#reserve(count);
    for (let i = 0; i < count; i++) this.#bytes[this.#length++] = BLANK;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * this.#bytes.length + count);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
