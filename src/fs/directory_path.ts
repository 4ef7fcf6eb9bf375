/**
 * The one true path of a directory.
 *
 * @module
 */

import { close, fchdir, getcwd, O, open } from "../libc/files.ts";
import { chdir } from "../libc/process.ts";
import { isSysError } from "../libc/sys_error.ts";

/**
 * The path of the open directory `fd`, as far as the process's root lets it see, without links or
 * `..`. Needs the right to enter the directory: `SysError` EACCES otherwise, ENOENT for one that was
 * removed. /proc would know it too, but no chroot has a /proc.
 */
export function directoryPath(fd: number): string {
  const before = openHere();
  try {
    fchdir(fd);
    return getcwd();
  } finally {
    // A session must not keep a file system busy that it looked at once.
    if (before === undefined) chdir("/");
    else {
      fchdir(before);
      close(before);
    }
  }
}

/** The working directory; undefined when the process was started where its user may not be. */
function openHere(): number | undefined {
  try {
    return open(".", O.PATH | O.DIRECTORY);
  } catch (error) {
    if (isSysError(error, "EACCES", "ENOENT")) return undefined;
    throw error;
  }
}
