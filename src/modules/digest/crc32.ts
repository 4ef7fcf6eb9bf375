/**
 * CRC-32 as Ethernet, ZIP and PNG have it (ISO 3309; RFC 1952 §8), four bytes at a time.
 *
 * @module
 */

import type { Checksum } from "./checksums.ts";

/** The polynomial, the lowest bit first. */
const POLYNOMIAL = 0xedb8_8320;

/** Four tables of 256 words: what a byte does that is 0, 1, 2 or 3 bytes away from the end. */
function makeTables(): Int32Array {
  const tables = new Int32Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? POLYNOMIAL : 0);
    tables[byte] = value;
  }
  for (let at = 256; at < tables.length; at++) {
    const before = tables[at - 256];
    tables[at] = (before >>> 8) ^ tables[before & 0xff];
  }
  return tables;
}

/** A CRC-32 in the making. */
export class Crc32 implements Checksum {
  readonly #tables = makeTables();
  #state = -1;

  update(bytes: Uint8Array): void {
    const tables = this.#tables;
    let state = this.#state;
    let at = 0;
    for (const end = bytes.length - 3; at < end; at += 4) {
      state ^= bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | bytes[at + 3] << 24;
      state = tables[768 + (state & 0xff)] ^ tables[512 + (state >>> 8 & 0xff)] ^
        tables[256 + (state >>> 16 & 0xff)] ^ tables[state >>> 24];
    }
    for (; at < bytes.length; at++) state = (state >>> 8) ^ tables[(state ^ bytes[at]) & 0xff];
    this.#state = state;
  }

  finish(): Uint8Array {
    const result = new DataView(new ArrayBuffer(4));
    result.setInt32(0, ~this.#state);
    return new Uint8Array(result.buffer);
  }
}
