/**
 * What goes over the control socket, in both directions: a list of words in one frame. A frame is the
 * length of its body, four bytes in network order, and the body: each word, ended by a NUL.
 *
 * @module
 */

import { bytesOf, stringOf } from "../libc/bytes.ts";

/** The largest body of a request, in bytes: a long command line. */
export const MOST_REQUEST = 4096;

/** The largest body of an answer, in bytes: every directive there is, several times over. */
export const MOST_ANSWER = 1 << 20;

const HEADER = 4;

/** Bytes that are no frame, or one that is too large. */
export class FrameRefused extends Error {
  override readonly name = "FrameRefused";
}

/** The frame of `words` (byte strings). Throws `FrameRefused` for a word with a NUL in it. */
export function encodeFrame(words: readonly string[]): Uint8Array<ArrayBuffer> {
  if (words.some((word) => word.includes("\0"))) throw new FrameRefused("a word has a NUL in it");
  const body = bytesOf(words.map((word) => `${word}\0`).join(""));
  const frame = new Uint8Array(HEADER + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, HEADER);
  return frame;
}

/** Collects the one frame that comes in pieces from the other side. */
export class FrameReader {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #filled = 0;

  /** `limit` is the largest body that is taken, in bytes. */
  constructor(private readonly limit: number) {
    this.#bytes = new Uint8Array(HEADER + limit);
  }

  /**
   * Takes the next bytes; the result are the words once the frame is complete. Throws `FrameRefused`
   * for a frame over the limit, for bytes behind it, and for a body without its last NUL.
   */
  push(bytes: Uint8Array): readonly string[] | undefined {
    if (this.#filled + bytes.length > this.#bytes.length) throw new FrameRefused("too long");
    this.#bytes.set(bytes, this.#filled);
    this.#filled += bytes.length;
    if (this.#filled < HEADER) return undefined;
    const length = new DataView(this.#bytes.buffer).getUint32(0);
    if (length > this.limit) throw new FrameRefused("too long");
    const end = HEADER + length;
    if (this.#filled < end) return undefined;
    if (this.#filled > end) throw new FrameRefused("more than one frame");
    if (length === 0) return [];
    if (this.#bytes[end - 1] !== 0) throw new FrameRefused("the last word has no end");
    return stringOf(this.#bytes, HEADER, end - 1).split("\0");
  }
}
