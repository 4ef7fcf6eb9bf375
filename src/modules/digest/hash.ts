/**
 * What all checksums have in common.
 *
 * @module
 */

/** A checksum in the making. */
export interface Hash {
  /** Takes more of the data. */
  update(bytes: Uint8Array): void;
  /** The checksum; nothing may be added afterwards. */
  finish(): Uint8Array;
}

/** How a family of checksums pads its last block (RFC 1321 §3.1, FIPS 180-4 §5.1). */
interface Padding {
  /** Bytes of a block. */
  readonly block: number;
  /** Bytes of the number of bits at the end. */
  readonly length: number;
  readonly littleEndian: boolean;
}

/** A checksum that works on blocks of a fixed size. */
export abstract class BlockHash implements Hash {
  readonly #padding: Padding;
  readonly #rest: Uint8Array<ArrayBuffer>;
  readonly #restView: DataView;
  #held = 0;
  #bytes = 0;

  constructor(padding: Padding) {
    this.#padding = padding;
    this.#rest = new Uint8Array(padding.block);
    this.#restView = new DataView(this.#rest.buffer);
  }

  /** Works one block in that begins at `offset`. */
  protected abstract compress(block: DataView, offset: number): void;
  /** The checksum as it stands. */
  protected abstract state(): Uint8Array;

  update(bytes: Uint8Array): void {
    const { block } = this.#padding;
    this.#bytes += bytes.length;
    let at = 0;
    if (this.#held > 0) {
      at = Math.min(block - this.#held, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#held);
      this.#held += at;
      if (this.#held < block) return;
      this.compress(this.#restView, 0);
      this.#held = 0;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (; at + block <= bytes.length; at += block) this.compress(view, at);
    this.#rest.set(bytes.subarray(at));
    this.#held = bytes.length - at;
  }

  finish(): Uint8Array {
    const { block, length, littleEndian } = this.#padding;
    const bits = BigInt(this.#bytes) * 8n;
    this.#rest[this.#held++] = 0x80;
    this.#rest.fill(0, this.#held);
    if (this.#held > block - length) {
      this.compress(this.#restView, 0);
      this.#rest.fill(0);
    }
    this.#restView.setBigUint64(littleEndian ? block - length : block - 8, bits, littleEndian);
    this.compress(this.#restView, 0);
    return this.state();
  }
}
