/**
 * SHA-1 (FIPS 180-4 §6.1).
 *
 * @module
 */

import { BlockHash } from "./hash.ts";

/** The checksum. */
export class Sha1 extends BlockHash {
  readonly #words = new Int32Array(80);
  readonly #state = Int32Array.of(
    0x6745_2301,
    0xefcd_ab89,
    0x98ba_dcfe,
    0x1032_5476,
    0xc3d2_e1f0,
  );

  constructor() {
    super({ block: 64, length: 8, littleEndian: false });
  }

  protected compress(block: DataView, offset: number): void {
    const words = this.#words;
    const state = this.#state;
    for (let i = 0; i < 16; i++) words[i] = block.getInt32(offset + i * 4);
    for (let i = 16; i < 80; i++) {
      const word = words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16];
      words[i] = word << 1 | word >>> 31;
    }
    let [a, b, c, d, e] = state;
    for (let i = 0; i < 80; i++) {
      let mixed: number;
      if (i < 20) mixed = (b & c | ~b & d) + 0x5a82_7999;
      else if (i < 40) mixed = (b ^ c ^ d) + 0x6ed9_eba1;
      else if (i < 60) mixed = (b & c | b & d | c & d) + 0x8f1b_bcdc;
      else mixed = (b ^ c ^ d) + 0xca62_c1d6;
      const next = ((a << 5 | a >>> 27) + mixed + e + words[i]) | 0;
      e = d;
      d = c;
      c = b << 30 | b >>> 2;
      b = a;
      a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
  }

  protected state(): Uint8Array {
    const result = new DataView(new ArrayBuffer(20));
    this.#state.forEach((word, i) => result.setInt32(i * 4, word));
    return new Uint8Array(result.buffer);
  }
}
