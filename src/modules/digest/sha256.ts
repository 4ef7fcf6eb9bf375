/**
 * SHA-256 (FIPS 180-4 §6.2).
 *
 * @module
 */

import { BlockHash } from "./hash.ts";
import { cubeRoots, squareRoots } from "./root_fractions.ts";

const CONSTANTS = Int32Array.from(cubeRoots(64), (fraction) => Number(fraction >> 32n));

/** The checksum. */
export class Sha256 extends BlockHash {
  readonly #words = new Int32Array(64);
  readonly #state = Int32Array.from(squareRoots(8), (fraction) => Number(fraction >> 32n));

  constructor() {
    super({ block: 64, length: 8, littleEndian: false });
  }

  protected compress(block: DataView, offset: number): void {
    const words = this.#words;
    const state = this.#state;
    for (let i = 0; i < 16; i++) words[i] = block.getInt32(offset + i * 4);
    for (let i = 16; i < 64; i++) {
      const early = words[i - 15];
      const late = words[i - 2];
      const low = (early >>> 7 | early << 25) ^ (early >>> 18 | early << 14) ^ early >>> 3;
      const high = (late >>> 17 | late << 15) ^ (late >>> 19 | late << 13) ^ late >>> 10;
      words[i] = words[i - 16] + low + words[i - 7] + high;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const high = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
      const first = (h + high + (e & f ^ ~e & g) + CONSTANTS[i] + words[i]) | 0;
      const low = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
      const second = (low + (a & b ^ a & c ^ b & c)) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }

  protected state(): Uint8Array {
    const result = new DataView(new ArrayBuffer(32));
    this.#state.forEach((word, i) => result.setInt32(i * 4, word));
    return new Uint8Array(result.buffer);
  }
}
