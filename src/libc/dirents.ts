/**
 * getdents64(2): the names in a directory, in the directory's own order.
 *
 * @module
 */

import { stringOf } from "./bytes.ts";
import { demand } from "./kernel.ts";
import { type Region, region } from "./memory.ts";

/** How many bytes of entries the kernel is asked for at once. */
const BLOCK = 64 << 10;

const block: Region = region(BLOCK);

/** Entry types, so that a caller need not stat (DT_* of readdir(3)). */
export const DT = { UNKNOWN: 0, DIR: 4, LNK: 10 } as const;

/**
 * Calls `each` with the name and type of every entry of the open directory `fd`, `.` and `..`
 * included, until it returns false. Throws `SysError` (EIO, ENOTDIR …). `each` must not read
 * another directory meanwhile: all readers share one block of memory.
 */
export function readDirectory(
  fd: number,
  each: (name: string, type: number) => boolean | void,
): void {
  const { bytes, view, address } = block;
  for (;;) {
    const length = demand("getdents64", undefined, fd, address, BLOCK);
    if (length === 0) return;
    for (let at = 0; at < length;) {
      // struct linux_dirent64: u64 ino, s64 off, u16 reclen, u8 type, char name[]
      const size = view.getUint16(at + 16, true);
      const name = nameAt(bytes, at + 19);
      if (each(name, bytes[at + 18]) === false) return;
      at += size;
    }
  }
}

function nameAt(bytes: Uint8Array, start: number): string {
  return stringOf(bytes, start, bytes.indexOf(0, start));
}
