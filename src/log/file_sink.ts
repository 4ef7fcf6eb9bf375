/**
 * Log files. Several processes write to one file at a time, so each line is one write(2) at the
 * end of the file (O_APPEND), and lines do not mix.
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { errno, strerror } from "../libc/errno.ts";
import { close, fchmod, O, openAt } from "../libc/files.ts";
import { attemptWithBuffer, lastErrno } from "../libc/kernel.ts";
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, fstat, S_IFLNK, S_IFMT, tryStatAt } from "../libc/statx.ts";
import { isSysError } from "../libc/sys_error.ts";
import { LogFileRefused } from "./log_file_refused.ts";
import { type LineSink, LossCount, type Losses } from "./sink.ts";

/** How a log file is opened. */
export interface LogFileOptions {
  /** Permission bits of a new file, whatever the umask: 0640 unless said. */
  readonly mode?: number;
  /** AllowLogSymlinks: the file may be a symbolic link. */
  readonly allowLinks?: boolean;
}

/** Permissions that others have when they may put a file of their own into a directory. */
const WORLD_WRITABLE = 0o002;

/** A log file, open for appending. */
export class FileSink implements LineSink {
  readonly #losses = new LossCount();
  /** Whether the last write ended in the middle of a line (a disk that ran full). */
  #torn = false;

  private constructor(readonly path: string, readonly fd: number) {}

  /**
   * Opens the log file at the absolute `path`, making it if need be. Throws `LogFileRefused` for a
   * directory that everybody may write to and (without `allowLinks`) for a symbolic link: both let
   * others choose which file grows; and for a FIFO that nobody reads. Throws `SysError` for what the
   * kernel refuses.
   */
  static open(path: string, options: LogFileOptions = {}): FileSink {
    const slash = path.lastIndexOf("/");
    const folder = slash <= 0 ? "/" : path.slice(0, slash);
    // By way of the directory's descriptor: what was looked at is what is written to.
    const directory = openAt(AT_FDCWD, folder, O.PATH | O.DIRECTORY);
    try {
      if ((fstat(directory).mode & WORLD_WRITABLE) !== 0) {
        const about = `error: ${folder} is a world-writable directory`;
        throw new LogFileRefused(path, "parent directory is world-writable", about);
      }
      return new FileSink(path, openLog(directory, path.slice(slash + 1), path, options));
    } finally {
      close(directory);
    }
  }

  /** A log that is open already, such as one handed down by the parent process. */
  static adopt(path: string, fd: number): FileSink {
    return new FileSink(path, fd);
  }

  write(line: string): boolean {
    const bytes = bytesOf(this.#torn ? `\n${line}\n` : `${line}\n`);
    let count: number;
    do {
      count = attemptWithBuffer("write", this.fd, bytes, bytes.length);
    } while (count === -1 && lastErrno() === errno.EINTR);
    if (count === bytes.length) {
      this.#torn = false;
      return true;
    }
    if (count > 0) this.#torn = true;
    this.#losses.add(count === -1 ? strerror(lastErrno()) : strerror(errno.ENOSPC));
    return false;
  }

  takeLosses(): Losses | undefined {
    return this.#losses.take();
  }

  close(): void {
    close(this.fd);
  }
}

/** Non-blocking, so that a FIFO without a reader is an error instead of a wait without end. */
const FLAGS = O.WRONLY | O.APPEND | O.NONBLOCK | O.NOCTTY;

function openLog(directory: number, name: string, path: string, options: LogFileOptions): number {
  const flags = options.allowLinks ? FLAGS : FLAGS | O.NOFOLLOW;
  for (;;) {
    try {
      return openAt(directory, name, flags);
    } catch (error) {
      if (isSysError(error, "ELOOP") && !options.allowLinks && isLink(directory, name)) {
        throw new LogFileRefused(path, `${path} is a symbolic link`);
      }
      if (isSysError(error, "ENXIO")) {
        throw new LogFileRefused(path, "FIFO reader process must be running first");
      }
      if (!isSysError(error, "ENOENT")) throw error;
    }
    const made = makeLog(directory, name, options);
    if (made !== undefined) return made;
  }
}

function makeLog(directory: number, name: string, options: LogFileOptions): number | undefined {
  const mode = options.mode ?? 0o640;
  // O_EXCL does not go through a dangling link, which an allowed link may be.
  const exclusive = options.allowLinks && isLink(directory, name) ? 0 : O.EXCL;
  try {
    const fd = openAt(directory, name, FLAGS | O.CREAT | exclusive, mode);
    fchmod(fd, mode);
    return fd;
  } catch (error) {
    if (isSysError(error, "EEXIST")) return undefined; // somebody else was quicker
    throw error;
  }
}

function isLink(directory: number, name: string): boolean {
  const stat = tryStatAt(directory, name, AT_SYMLINK_NOFOLLOW);
  return stat !== undefined && (stat.mode & S_IFMT) === S_IFLNK;
}
