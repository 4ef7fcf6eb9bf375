/**
 * SHA-512 (FIPS 180-4 §6.4). Its words of 64 bits are kept as two halves of 32, since numbers beyond
 * that are slow in JavaScript: the high half of word `i` at `2 * i`, the low half behind it.
 *
 * @module
 */

import { BlockHash } from "./hash.ts";
import { cubeRoots, squareRoots } from "./root_fractions.ts";

function halves(fractions: readonly bigint[]): Int32Array {
  return Int32Array.from(
    fractions.flatMap((value) => [Number(value >> 32n) | 0, Number(value & 0xffff_ffffn) | 0]),
  );
}

const CONSTANTS = halves(cubeRoots(80));

/** The carry into the high half of a sum of low halves, which are taken without a sign. */
function carry(sum: number): number {
  return Math.floor(sum / 0x1_0000_0000);
}

/** The checksum. */
export class Sha512 extends BlockHash {
  readonly #words = new Int32Array(160);
  readonly #state = halves(squareRoots(8));

  constructor() {
    super({ block: 128, length: 16, littleEndian: false });
  }

  protected compress(block: DataView, offset: number): void {
    const words = this.#words;
    for (let i = 0; i < 32; i++) words[i] = block.getInt32(offset + i * 4);
    for (let i = 32; i < 160; i += 2) {
      const eh = words[i - 30];
      const el = words[i - 29];
      const lh = words[i - 4];
      const ll = words[i - 3];
      const lowH = (eh >>> 1 | el << 31) ^ (eh >>> 8 | el << 24) ^ eh >>> 7;
      const lowL = (el >>> 1 | eh << 31) ^ (el >>> 8 | eh << 24) ^ (el >>> 7 | eh << 25);
      const highH = (lh >>> 19 | ll << 13) ^ (ll >>> 29 | lh << 3) ^ lh >>> 6;
      const highL = (ll >>> 19 | lh << 13) ^ (lh >>> 29 | ll << 3) ^ (ll >>> 6 | lh << 26);
      const sum = (words[i - 31] >>> 0) + (lowL >>> 0) + (words[i - 13] >>> 0) + (highL >>> 0);
      words[i + 1] = sum;
      words[i] = words[i - 32] + lowH + words[i - 14] + highH + carry(sum);
    }
    this.#rounds();
  }

  #rounds(): void {
    const words = this.#words;
    let [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, hh, hl] = this.#state;
    for (let i = 0; i < 160; i += 2) {
      const highH = (eh >>> 14 | el << 18) ^ (eh >>> 18 | el << 14) ^ (el >>> 9 | eh << 23);
      const highL = (el >>> 14 | eh << 18) ^ (el >>> 18 | eh << 14) ^ (eh >>> 9 | el << 23);
      const sum = (hl >>> 0) + (highL >>> 0) + ((el & fl ^ ~el & gl) >>> 0) +
        (CONSTANTS[i + 1] >>> 0) + (words[i + 1] >>> 0);
      const firstL = sum | 0;
      const firstH = (hh + highH + (eh & fh ^ ~eh & gh) + CONSTANTS[i] + words[i] + carry(sum)) | 0;
      const lowH = (ah >>> 28 | al << 4) ^ (al >>> 2 | ah << 30) ^ (al >>> 7 | ah << 25);
      const lowL = (al >>> 28 | ah << 4) ^ (ah >>> 2 | al << 30) ^ (ah >>> 7 | al << 25);
      const majority = (lowL >>> 0) + ((al & bl ^ al & cl ^ bl & cl) >>> 0);
      const secondH = (lowH + (ah & bh ^ ah & ch ^ bh & ch) + carry(majority)) | 0;
      hh = gh;
      hl = gl;
      gh = fh;
      gl = fl;
      fh = eh;
      fl = el;
      const e = (dl >>> 0) + (firstL >>> 0);
      el = e | 0;
      eh = (dh + firstH + carry(e)) | 0;
      dh = ch;
      dl = cl;
      ch = bh;
      cl = bl;
      bh = ah;
      bl = al;
      const a = (firstL >>> 0) + ((majority | 0) >>> 0);
      al = a | 0;
      ah = (firstH + secondH + carry(a)) | 0;
    }
    this.#add(Int32Array.of(ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, hh, hl));
  }

  #add(work: Int32Array): void {
    const state = this.#state;
    for (let i = 0; i < 16; i += 2) {
      const sum = (state[i + 1] >>> 0) + (work[i + 1] >>> 0);
      state[i + 1] = sum;
      state[i] = state[i] + work[i] + carry(sum);
    }
  }

  protected state(): Uint8Array {
    const result = new DataView(new ArrayBuffer(64));
    this.#state.forEach((word, i) => result.setInt32(i * 4, word));
    return new Uint8Array(result.buffer);
  }
}
