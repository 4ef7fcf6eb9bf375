/**
 * TYPE A: the line ends of a file, converted in bulk (RFC 959 §3.1.1.1).
 *
 * On the wire a line ends in CR LF, in our files in LF. Both directions copy eight bytes at a time
 * as long as there is no LF among them, the rest byte by byte. At 61 bytes a line that is twice as
 * fast as a loop over the bytes, and more than that against `indexOf` plus `set`, which pay for a
 * view per line.
 *
 * @module
 */

import type { AsciiKernel } from "./ascii_kernel.ts";

const LF = 10;
const CR = 13;

/** How many bytes are looked at together. */
const GROUP = 8;

/**
 * Whether neither of two groups of four bytes has a LF in it. With every LF made a zero by the
 * exclusive or, this is the classic search for a zero byte: subtracting 1 from each byte borrows
 * into the top bit of those that were zero, and only where the top bit was not set before.
 */
function hasNoLineFeed(four: number, nextFour: number): boolean {
  const a = four ^ 0x0a0a0a0a;
  const b = nextFour ^ 0x0a0a0a0a;
  return ((((a - 0x01010101) & ~a) | ((b - 0x01010101) & ~b)) & 0x80808080) === 0;
}

/**
 * Copies groups of bytes from `source[read..end)` to `target[written..)` up to one that has a LF in it, or
 * to the last whole one. How many bytes those are.
 */
function copyGroups(
  source: DataView,
  read: number,
  end: number,
  target: DataView,
  written: number,
): number {
  let copied = 0;
  for (; read + copied + GROUP <= end; copied += GROUP) {
    const four = source.getInt32(read + copied, true);
    const nextFour = source.getInt32(read + copied + 4, true);
    if (!hasNoLineFeed(four, nextFour)) break;
    target.setInt32(written + copied, four, true);
    target.setInt32(written + copied + 4, nextFour, true);
  }
  return copied;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** How far a conversion came: bytes taken from the source, bytes put into the target. */
export interface Progress {
  readonly read: number;
  readonly written: number;
}

/**
 * File to wire: LF becomes CR LF unless a CR is before it already, which a file with DOS line ends
 * survives unharmed (as with the original). Remembers the last byte from block to block.
 */
export class AsciiEncoder {
  #last = 0;

  /**
   * Converts `source[0..length)` into `target` until either is used up. `target` must have room for
   * two bytes at least; twice `length` is always enough. With a `kernel`, whose source and target they
   * are, that does the work.
   */
  encode(
    source: Uint8Array,
    length: number,
    target: Uint8Array,
    kernel?: AsciiKernel,
  ): Progress {
    if (kernel && length > 0) {
      const written = kernel.encode(length, this.#last);
      this.#last = source[length - 1];
      return { read: length, written };
    }
    const from = viewOf(source);
    const to = viewOf(target);
    let read = 0;
    let written = 0;
    while (read < length) {
      // As many bytes as fit even if every one of them were a LF: below nobody need look.
      const end = Math.min(length, read + ((target.length - written) >> 1));
      if (end === read) break;
      while (read < end) {
        const copied = copyGroups(from, read, end, to, written);
        read += copied;
        written += copied;
        let last = read > 0 ? source[read - 1] : this.#last;
        while (read < end) {
          const byte = source[read++];
          if (byte === LF && last !== CR) target[written++] = CR;
          target[written++] = byte;
          if (byte === LF) break;
          last = byte;
        }
      }
    }
    if (read > 0) this.#last = source[read - 1];
    return { read, written };
  }
}

/**
 * Wire to file: CR LF becomes LF, every other CR stays. A CR at the end of a block is held back
 * until the next byte, or the end of the transfer, tells what it is.
 */
export class AsciiDecoder {
  #heldBack = false;

  /**
   * Converts `source[0..length)` into `target`, which must have room for `length` + 1 bytes. `kernel` as
   * for `encode`.
   */
  decode(
    source: Uint8Array,
    length: number,
    target: Uint8Array,
    kernel?: AsciiKernel,
  ): Progress {
    if (length === 0) return { read: 0, written: 0 };
    const before = this.#heldBack ? CR : 0;
    const held = this.finish(target);
    let written = kernel
      ? kernel.decode(length, before, held)
      : decodeInto(source, length, target, before, held);
    if (source[length - 1] === CR) {
      this.#heldBack = true;
      written--;
    }
    return { read: length, written };
  }

  /** At the end of the transfer: writes a CR still held back and returns how many bytes (0 or 1). */
  finish(target: Uint8Array): number {
    if (!this.#heldBack) return 0;
    this.#heldBack = false;
    target[0] = CR;
    return 1;
  }
}

/** `source` behind the byte `before` into `target` from `written` on; how much there is then. */
function decodeInto(
  source: Uint8Array,
  length: number,
  target: Uint8Array,
  before: number,
  written: number,
): number {
  const from = viewOf(source);
  const to = viewOf(target);
  let read = 0;
  while (read < length) {
    const copied = copyGroups(from, read, length, to, written);
    read += copied;
    written += copied;
    let last = read > 0 ? source[read - 1] : before;
    while (read < length) {
      const byte = source[read++];
      if (byte === LF && last === CR) written--;
      target[written++] = byte;
      if (byte === LF) break;
      last = byte;
    }
  }
  return written;
}
