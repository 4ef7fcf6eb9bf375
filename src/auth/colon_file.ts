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

/**
 * The contents of the open file `fd` as a series of byte strings. Each starts with the line feed
 * that ended the line before, so that `\nname:` finds a name at the start of a line, and ends with
 * one, whether the file's last line does or not. Throws `SysError` when reading fails.
 */
export function* blocks(fd: number, size = BLOCK): Generator<string> {
  const buffer = new Uint8Array(size);
  // What has been read of the line that the block's end cut; undefined in an over-long one.
  let rest: string | undefined = "\n";
  try {
    for (let offset = 0;;) {
      const count = pread(fd, buffer, offset);
      if (count === 0) break;
      offset += count;
      let text = stringOf(buffer, 0, count);
      if (rest !== undefined) text = rest + text;
      const start = text.indexOf("\n");
      const end = text.lastIndexOf("\n");
      if (end > start) yield text.slice(start, end + 1);
      rest = end < 0 || text.length - end > size ? undefined : text.slice(end);
    }
  } finally {
    buffer.fill(0); // there may be hashes in it
  }
  if (rest !== undefined && rest.length > 1) yield `${rest}\n`;
}

/** The lines of `block` (see `blocks`) whose first field is `name`. */
export function* linesNamed(block: string, name: string): Generator<string> {
  if (name === "" || name.includes(":") || name.includes("\n")) return;
  const start = `\n${name}:`;
  for (let at = block.indexOf(start); at >= 0; at = block.indexOf(start, at + 1)) {
    yield block.slice(at + 1, block.indexOf("\n", at + 1));
  }
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
