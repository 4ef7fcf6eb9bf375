/**
 * Byte strings in fields of a fixed size: two bytes of length, then the bytes.
 *
 * @module
 */

import { encodeInto, stringOf } from "../libc/bytes.ts";

/** A stretch of memory, as bytes and for numbers. */
export interface Image {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView<ArrayBuffer>;
}

/** Makes an image of `size` bytes, all zero. */
export function blankImage(size: number): Image {
  const bytes = new Uint8Array(size);
  return { bytes, view: new DataView(bytes.buffer) };
}

/** Bytes that the length takes. */
const LENGTH = 2;

/**
 * `text` cut to what a field of `size` bytes holds. A UTF-8 character is not cut in two: what is left
 * shall look on a terminal as the name did, up to where it ends.
 */
export function fitText(text: string, size: number): string {
  const room = size - LENGTH;
  if (text.length <= room) return text;
  let end = room;
  // At most three bytes of a character follow its first one.
  while (end > room - 3 && end > 0 && isContinuation(text, end)) end -= 1;
  return text.slice(0, isContinuation(text, end) ? room : end);
}

function isContinuation(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xc0) === 0x80;
}

/**
 * Puts `text`, which `fitText` has made fit, into the field at `at` and returns the offset behind its
 * last byte. What an earlier, longer text left behind that is never read again.
 */
export function writeText(image: Image, at: number, text: string): number {
  image.view.setUint16(at, text.length, true);
  return encodeInto(text, image.bytes, at + LENGTH);
}

/** The text in the field of `size` bytes at `at`; never more than fits, whatever length is written. */
export function readText(image: Image, at: number, size: number): string {
  const length = Math.min(image.view.getUint16(at, true), size - LENGTH);
  return stringOf(image.bytes, at + LENGTH, at + LENGTH + length);
}
