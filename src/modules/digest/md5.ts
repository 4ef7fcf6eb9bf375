/**
 * MD5 (RFC 1321).
 *
 * @module
 */

import { BlockHash } from "./hash.ts";

/** How far each step rotates (RFC 1321 §3.4), by round and step. */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/** The table T: the fractions of the sines of whole numbers (RFC 1321 §3.4). */
const SINES = Int32Array.from(
  { length: 64 },
  (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32),
);

/** The checksum. */
export class Md5 extends BlockHash {
  readonly #words = new Int32Array(16);
  #a = 0x6745_2301;
  #b = 0xefcd_ab89 | 0;
  #c = 0x98ba_dcfe | 0;
  #d = 0x1032_5476;

  constructor() {
    super({ block: 64, length: 8, littleEndian: true });
  }

  protected compress(block: DataView, offset: number): void {
    const words = this.#words;
    for (let i = 0; i < 16; i++) words[i] = block.getInt32(offset + i * 4, true);
    let a = this.#a;
    let b = this.#b;
    let c = this.#c;
    let d = this.#d;
    for (let i = 0; i < 64; i++) {
      let mixed: number;
      let index: number;
      if (i < 16) {
        mixed = b & c | ~b & d;
        index = i;
      } else if (i < 32) {
        mixed = d & b | ~d & c;
        index = (5 * i + 1) & 15;
      } else if (i < 48) {
        mixed = b ^ c ^ d;
        index = (3 * i + 5) & 15;
      } else {
        mixed = c ^ (b | ~d);
        index = (7 * i) & 15;
      }
      const sum = (a + mixed + SINES[i] + words[index]) | 0;
      const shift = SHIFTS[(i >> 4) * 4 + (i & 3)];
      a = d;
      d = c;
      c = b;
      b = (b + (sum << shift | sum >>> (32 - shift))) | 0;
    }
    this.#a = (this.#a + a) | 0;
    this.#b = (this.#b + b) | 0;
    this.#c = (this.#c + c) | 0;
    this.#d = (this.#d + d) | 0;
  }

  protected state(): Uint8Array {
    const result = new DataView(new ArrayBuffer(16));
    [this.#a, this.#b, this.#c, this.#d].forEach((word, i) => result.setInt32(i * 4, word, true));
    return new Uint8Array(result.buffer);
  }
}
