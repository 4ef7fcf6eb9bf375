/**
 * Renaming without replacing, also where the file system cannot promise it.
 *
 * @module
 */

import { errno } from "../libc/errno.ts";
import { RENAME_NOREPLACE, renameAt } from "../libc/files.ts";
import { isSysError, SysError } from "../libc/sys_error.ts";
import { AT_SYMLINK_NOFOLLOW, tryStatAt } from "../libc/statx.ts";

/**
 * Renames unless `to` exists, which is answered with EEXIST. The kernel does both in one step;
 * file systems that cannot (renameat2(2): EINVAL, so NFS and some FUSE ones) get the two steps
 * that every program took before: look, then rename.
 */
export function renameWithoutReplacing(
  fromDir: number,
  from: string,
  toDir: number,
  to: string,
): void {
  try {
    renameAt(fromDir, from, toDir, to, RENAME_NOREPLACE);
  } catch (error) {
    // EINVAL also says that a directory would move into itself: the second call says so again.
    if (!isSysError(error, "EINVAL", "ENOSYS")) throw error;
    if (tryStatAt(toDir, to, AT_SYMLINK_NOFOLLOW) !== undefined) {
      throw new SysError("rename", errno.EEXIST, to);
    }
    renameAt(fromDir, from, toDir, to);
  }
}
