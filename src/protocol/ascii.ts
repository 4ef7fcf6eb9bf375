/**
 * TYPE A: the line ends of a file, converted in bulk (RFC 959 §3.1.1.1).
 *
 * On the wire a line ends in CR LF, in our files in LF. Both directions are plain typed loops over
 * blocks that the caller owns: at 61 bytes a line they beat `indexOf` plus `set`, whose price is
 * one view per line.
 *
 * @module
 */

const LF = 10;
const CR = 13;

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
   * two bytes at least; twice `length` is always enough.
   */
  encode(source: Uint8Array, length: number, target: Uint8Array): Progress {
    let last = this.#last;
    let read = 0;
    let written = 0;
    while (read < length) {
      // As many bytes as fit even if every one of them were a LF: the inner loop need not look.
      const end = Math.min(length, read + ((target.length - written) >> 1));
      if (end === read) break;
      for (; read < end; read++) {
        const byte = source[read];
        if (byte === LF && last !== CR) target[written++] = CR;
        target[written++] = byte;
        last = byte;
      }
    }
    this.#last = last;
    return { read, written };
  }
}

/**
 * Wire to file: CR LF becomes LF, every other CR stays. A CR at the end of a block is held back
 * until the next byte, or the end of the transfer, tells what it is.
 */
export class AsciiDecoder {
  #heldBack = false;

  /** Converts `source[0..length)` into `target`, which must have room for `length` + 1 bytes. */
  decode(source: Uint8Array, length: number, target: Uint8Array): Progress {
    let written = 0;
    let last = 0;
    if (this.#heldBack && length > 0) {
      target[written++] = CR;
      last = CR;
      this.#heldBack = false;
    }
    for (let read = 0; read < length; read++) {
      const byte = source[read];
      if (byte === LF && last === CR) written--;
      target[written++] = byte;
      last = byte;
    }
    if (last === CR) {
      written--;
      this.#heldBack = true;
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
