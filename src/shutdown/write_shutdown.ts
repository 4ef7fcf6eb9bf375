/**
 * Putting the shutdown file in its place, and taking it away.
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { close, fchmod, O, open, renameAt, unlinkAt, writeAll } from "../libc/files.ts";
import { getpid } from "../libc/process.ts";
import { AT_FDCWD } from "../libc/statx.ts";
import { formatShutdownFile, type ShutdownNotice } from "./shutdown_file.ts";

/**
 * Writes `notice` to `path`, readable by everybody (0644) whatever the umask. It takes the place of
 * an older file in one step, so that no server ever reads half of it, and an older one stays when
 * this fails. A symbolic link at `path` is replaced, never followed. Throws `SysError`.
 */
export function writeShutdown(path: string, notice: ShutdownNotice): void {
  const fresh = `${path}.${getpid()}.new`;
  // O_EXCL does not follow a link that somebody laid out there.
  const fd = open(fresh, O.WRONLY | O.CREAT | O.EXCL, 0o644);
  try {
    try {
      fchmod(fd, 0o644);
      writeAll(fd, bytesOf(formatShutdownFile(notice)));
    } finally {
      close(fd);
    }
    renameAt(AT_FDCWD, fresh, AT_FDCWD, path);
  } catch (error) {
    unlinkAt(AT_FDCWD, fresh);
    throw error;
  }
}

/** Takes the file away: service goes on at once. Throws `SysError`, ENOENT when there is none. */
export function removeShutdown(path: string): void {
  unlinkAt(AT_FDCWD, path);
}
