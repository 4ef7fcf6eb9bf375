/**
 * Where the scoreboard and its mutex lie, and what is asked of that place.
 *
 * @module
 */

import { close, fchmod, O, openAt, RENAME_NOREPLACE, renameAt, unlinkAt } from "../libc/files.ts";
import { geteuid } from "../libc/process.ts";
import {
  AT_FDCWD,
  AT_SYMLINK_NOFOLLOW,
  fstat,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  tryStatAt,
} from "../libc/statx.ts";
import { isSysError } from "../libc/sys_error.ts";
import { ScoreboardRefused } from "./refused.ts";

/** Permissions that others have when they may put a file of their own into a directory. */
const WORLD_WRITABLE = 0o002;

/** Never through a link, never waiting for the other end of a FIFO. */
const FLAGS = O.RDWR | O.NOFOLLOW | O.NONBLOCK | O.NOCTTY;

/**
 * A file by its name in an open directory: what was looked at is what is used. To be closed before
 * the process changes its root, for an open directory outside leads out of any chroot.
 */
export class Place implements Disposable {
  private constructor(
    readonly path: string,
    private readonly directory: number,
    private readonly name: string,
  ) {}

  /**
   * Opens the directory of `path`. Throws `ScoreboardRefused` when everybody may write to it (and
   * put a file of their own there), `SysError` for what the kernel refuses.
   */
  static open(path: string): Place {
    const slash = path.lastIndexOf("/");
    const folder = slash <= 0 ? "/" : path.slice(0, slash);
    const directory = openAt(AT_FDCWD, folder, O.PATH | O.DIRECTORY);
    if ((fstat(directory).mode & WORLD_WRITABLE) !== 0) {
      close(directory);
      throw new ScoreboardRefused(path, `${folder} is a world-writable directory`);
    }
    return new Place(path, directory, path.slice(slash + 1));
  }

  /**
   * Opens the file for reading and writing, making it if need be, and sees to it that it has the
   * permission bits `mode`, whatever the umask. Throws `ScoreboardRefused` for a symbolic link and
   * for what is no regular file of root's or our own, and `SysError`.
   */
  openFile(mode: number): number {
    const fd = this.#openPlainly(mode);
    try {
      const stat = fstat(fd);
      if ((stat.mode & S_IFMT) !== S_IFREG) {
        throw new ScoreboardRefused(this.path, "it is not a regular file");
      }
      if (stat.uid !== geteuid() && stat.uid !== 0) {
        throw new ScoreboardRefused(this.path, `it belongs to another user (uid ${stat.uid})`);
      }
      if ((stat.mode & 0o7777) !== mode) fchmod(fd, mode);
      return fd;
    } catch (error) {
      close(fd);
      throw error;
    }
  }

  #openPlainly(mode: number): number {
    try {
      return openAt(this.directory, this.name, FLAGS | O.CREAT, mode);
    } catch (error) {
      if (isSysError(error, "ELOOP") && this.isLink()) {
        throw new ScoreboardRefused(this.path, "it is a symbolic link");
      }
      throw error;
    }
  }

  /** Whether there is a symbolic link. */
  isLink(): boolean {
    const stat = tryStatAt(this.directory, this.name, AT_SYMLINK_NOFOLLOW);
    return stat !== undefined && (stat.mode & S_IFMT) === S_IFLNK;
  }

  /** Whether the open file `fd` is the one that is to be found here. */
  holds(fd: number): boolean {
    const there = tryStatAt(this.directory, this.name, AT_SYMLINK_NOFOLLOW);
    const mine = fstat(fd);
    return there !== undefined && there.inode === mine.inode && there.device === mine.device;
  }

  /** Removes what is here. Throws `SysError`. */
  unlink(): void {
    unlinkAt(this.directory, this.name);
  }

  /** Moves what is here to the place `to`, where nothing may be. Throws `SysError` (EEXIST, EXDEV). */
  moveTo(to: Place): void {
    renameAt(this.directory, this.name, to.directory, to.name, RENAME_NOREPLACE);
  }

  [Symbol.dispose](): void {
    close(this.directory);
  }
}
