/**
 * Memory whose address the kernel can be told.
 *
 * A `Region` is made once, at start: taking an address needs Deno's `ffi` permission, which a
 * session gives up at login. The backing store of an ArrayBuffer lies outside V8's heap and does
 * not move, so the address holds as long as the region is referenced.
 *
 * @module
 */

import { encodeInto } from "./bytes.ts";

/** A stretch of memory with its address. Untouched pages of a large one cost nothing. */
export interface Region {
  /** Address of the first byte; below 2^53 on every Linux address space. */
  readonly address: number;
  /** The whole stretch. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same memory, for fields of structures. */
  readonly view: DataView<ArrayBuffer>;
}

/** Makes a region of `size` bytes, all zero. Throws `Deno.errors.NotCapable` without `ffi`. */
export function region(size: number): Region {
  const bytes = new Uint8Array(new ArrayBuffer(Math.max(size, 128)));
  const address = Number(Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes)));
  return { address, bytes, view: new DataView(bytes.buffer) };
}

/** The longest path that the kernel takes, its NUL included (linux/limits.h). */
export const PATH_MAX = 4096;

const paths = [region(PATH_MAX), region(PATH_MAX)] as const;

/**
 * Puts the byte string `path` into one of two fixed places for the next system call and returns
 * its address; `slot` 1 is for the second path of rename, link and symlink. A path too long for
 * the kernel is passed on as such, so that the answer is the kernel's own ENAMETOOLONG; one with a
 * NUL inside throws `RangeError`, since the kernel would see a shorter, different path.
 */
export function pathAt(path: string, slot: 0 | 1 = 0): number {
  if (path.includes("\0")) throw new RangeError("a path cannot hold a NUL byte");
  const place = paths[slot];
  const text = path.length < PATH_MAX ? path : path.slice(0, PATH_MAX);
  const end = encodeInto(text, place.bytes, 0);
  if (end < PATH_MAX) place.bytes[end] = 0;
  return place.address;
}

/** One page for the structures of a single call: filled right before it, read right after it. */
export const scratch: Region = region(4096);
