/**
 * Files of lines with fields between colons (passwd(5), group(5)), read block by block: a look-up
 * in a file of a million lines costs a scan, not a million objects, and no memory to speak of.
 *
 * @module
 */

import { stringOf } from "../libc/bytes.ts";
import { pread } from "../libc/files.ts";

/** How much is read at once. Lines of that length are found; of twice that they are passed over. */
const BLOCK = 64 << 10;

const LINE_FEED = 10;
const COLON = 58;

/**
 * The contents of the open file `fd` as a series of byte strings. Each starts with the line feed
 * that ended the line before, so that `\nname:` finds a name at the start of a line, and ends with
 * one, whether the file's last line does or not. Throws `SysError` when reading fails.
 */
export function* blocks(fd: number, size = BLOCK): Generator<string> {
  for (const bytes of byteBlocks(fd, size)) yield stringOf(bytes);
}

/** A block of a file with secrets in it. */
export interface GuardedBlock {
  /** As in `blocks`, with `x` for each character of the second fields. */
  readonly text: string;
  /** What stands there, with the same offsets: until the next block is asked for. */
  readonly bytes: Uint8Array;
}

/**
 * The same of a file whose second fields are nobody's business (passwd(5)): no string is made of them,
 * which could not be wiped.
 */
export function* guardedBlocks(fd: number, size = BLOCK): Generator<GuardedBlock> {
  for (const bytes of byteBlocks(fd, size)) {
    const shown = bytes.slice();
    for (let start = 1; start < shown.length;) {
      const end = shown.indexOf(LINE_FEED, start);
      const [from, to] = secondField(shown, start, end);
      shown.fill(HIDDEN, from, to);
      start = end + 1;
    }
    yield { text: stringOf(shown), bytes };
  }
}

/** `x` */
const HIDDEN = 120;

/** The second field of the line of `block` that starts at `at`: bytes for the caller to wipe. */
export function secretAt({ bytes }: GuardedBlock, at: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.subarray(...secondField(bytes, at, bytes.indexOf(LINE_FEED, at))));
}

/** Where the second field of a line begins and ends; nothing where there is none. */
function secondField(bytes: Uint8Array, start: number, end: number): [number, number] {
  const colon = bytes.indexOf(COLON, start);
  if (colon < 0 || colon >= end) return [end, end];
  const next = bytes.indexOf(COLON, colon + 1);
  return [colon + 1, next < 0 || next > end ? end : next];
}

/** As `blocks`: views of memory that is used again for the next one, and wiped in the end. */
function* byteBlocks(fd: number, size: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(2 * size + 2);
  buffer[0] = LINE_FEED;
  // What there is of the line that the block's end has cut; undefined in an over-long one.
  let rest: number | undefined = 1;
  try {
    for (let offset = 0;;) {
      const from: number = rest ?? 0;
      const count = pread(fd, buffer.subarray(from, from + size), offset);
      if (count === 0) break;
      offset += count;
      const filled = buffer.subarray(0, from + count);
      const start = filled.indexOf(LINE_FEED);
      const end = filled.lastIndexOf(LINE_FEED);
      if (end > start) yield filled.subarray(start, end + 1);
      const left = filled.length - end;
      rest = end < 0 || left > size ? undefined : left;
      if (rest !== undefined) buffer.copyWithin(0, end, end + left);
    }
    if (rest !== undefined && rest > 1) {
      buffer[rest] = LINE_FEED;
      yield buffer.subarray(0, rest + 1);
    }
  } finally {
    buffer.fill(0);
  }
}

/** The lines of `block` (see `blocks`) whose first field is `name`. */
export function* linesNamed(block: string, name: string): Generator<string> {
  for (const at of placesNamed(block, name)) yield block.slice(at, block.indexOf("\n", at));
}

/** Where those lines start. */
export function* placesNamed(block: string, name: string): Generator<number> {
  if (name === "" || name.includes(":") || name.includes("\n")) return;
  const start = `\n${name}:`;
  for (let at = block.indexOf(start); at >= 0; at = block.indexOf(start, at + 1)) yield at + 1;
}

/** Where the lines of `block` (see `blocks`) start. */
export function* placesOf(block: string): Generator<number> {
  for (let at = 1; at < block.length; at = block.indexOf("\n", at) + 1) yield at;
}

/** All lines of `block` (see `blocks`), in order, without their line feeds. */
export function* linesOf(block: string): Generator<string> {
  for (let at = 1; at < block.length;) {
    const end = block.indexOf("\n", at);
    yield block.slice(at, end);
    at = end + 1;
  }
}

/** The largest id: the one above it stands for "no such id" in system calls. */
const LARGEST_ID = 0xffff_fffe;

/**
 * A user or group id: decimal digits only. Undefined for anything else; −1, which chown(2) and
 * setuid(2) take as "leave it", and numbers that do not fit in 32 bits are no ids either.
 */
export function parseId(field: string): number | undefined {
  if (!/^[0-9]{1,10}$/.test(field)) return undefined;
  const id = Number(field);
  return id <= LARGEST_ID ? id : undefined;
}
