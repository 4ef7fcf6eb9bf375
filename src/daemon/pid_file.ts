/**
 * The PidFile: how supervisors and scripts find the daemon.
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { close, fchmod, ftruncate, O, open, readToEnd, unlinkAt, writeAll } from "../libc/files.ts";
import { tryFlock } from "../libc/locks.ts";
import { stringOf } from "../libc/bytes.ts";
import { AT_FDCWD, fstat, tryStatAt } from "../libc/statx.ts";
import { getpid } from "../libc/process.ts";
import { isSysError, SysError } from "../libc/sys_error.ts";

/** The daemon that has the PidFile already; `message` says which. */
export class PidFileTaken extends Error {
  override readonly name = "PidFileTaken";

  constructor(path: string, readonly pid: string) {
    super(
      `PidFile '${path}' belongs to a running daemon (pid ${pid}); stop that one first, ` +
        `or give this one a PidFile of its own`,
    );
  }
}

/**
 * A PidFile that is ours: the process id in decimal, mode 0644 whatever the umask. A lock tells a
 * living daemon from the file of one that was killed, so a stale number never keeps us out.
 */
export class PidFile {
  private constructor(readonly path: string, readonly fd: number) {}

  /**
   * Writes our process id to `path`. Throws `PidFileTaken` when another daemon holds the file, and
   * `SysError`, in the original's words where there can be no such file.
   */
  static write(path: string): PidFile {
    const fd = opened(path);
    try {
      if (!tryFlock(fd)) throw new PidFileTaken(path, stringOf(readToEnd(fd, 64)).trim());
      ftruncate(fd, 0);
      fchmod(fd, 0o644);
      writeAll(fd, bytesOf(`${getpid()}\n`));
      return new PidFile(path, fd);
    } catch (error) {
      close(fd);
      throw error;
    }
  }

  /** Removes the file, unless somebody has put another one in its place. */
  remove(): void {
    const mine = fstat(this.fd);
    const there = tryStatAt(AT_FDCWD, this.path);
    if (there && there.inode === mine.inode && there.device === mine.device) {
      unlinkAt(AT_FDCWD, this.path);
    }
    close(this.fd);
  }
}

function opened(path: string): number {
  try {
    return open(path, O.RDWR | O.CREAT | O.NOFOLLOW, 0o644);
  } catch (error) {
    if (!isSysError(error)) throw error;
    throw new SysError("error writing PidFile", error.errno, `'${path}'`);
  }
}
