/**
 * Copying what is in one open file into another.
 *
 * @module
 */

import { read, writeAll } from "../libc/files.ts";
import { isSysError } from "../libc/sys_error.ts";
import { copyFileRange } from "../libc/transfer.ts";

/** Between two pieces of this many bytes the caller is asked. */
const PIECE = 8 << 20;
/** What goes through this process at once, where the kernel cannot copy. */
const BUFFER = 256 << 10;

/**
 * Copies what is left of `source` to where `target` stands, by the kernel where it can. `attend` is
 * called after each piece of a large file with its bytes. Throws `SysError`, and what `attend` throws.
 */
export function copyContents(
  source: number,
  target: number,
  attend: (bytes: number) => void,
): void {
  try {
    for (let count = 0; (count = copyFileRange(source, target, PIECE)) > 0;) attend(count);
    return;
  } catch (error) {
    // Between two file systems, and on some of them, copying takes reading and writing.
    if (!isSysError(error, "EXDEV", "EINVAL", "ENOSYS", "ENOTSUP", "EPERM")) throw error;
  }
  const buffer = new Uint8Array(BUFFER);
  for (;;) {
    const count = read(source, buffer);
    if (count === 0) return;
    writeAll(target, buffer.subarray(0, count));
    attend(count);
  }
}
