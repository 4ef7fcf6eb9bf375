/**
 * Changing a file of lines so that whoever reads it sees all of the change or nothing of it, and that
 * two who change it at once do not undo each other's work.
 *
 * @module
 */

import { bytesOf, stringOf } from "../libc/bytes.ts";
import { errno } from "../libc/errno.ts";
import {
  close,
  closeWritten,
  fchmod,
  fchown,
  fsync,
  O,
  open,
  readlinkAt,
  readToEnd,
  renameAt,
  unlinkAt,
  writeAll,
} from "../libc/files.ts";
import { sleep, tryFlock } from "../libc/locks.ts";
import { getrandom } from "../libc/process.ts";
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, fstat, S_IFLNK, S_IFMT, tryStatAt } from "../libc/statx.ts";
import { isSysError, SysError } from "../libc/sys_error.ts";

/** No file of users is larger than that many bytes. */
const LARGEST = 256 << 20;

/** What is for the owner and the group alone: there are hashes in it. */
const PRIVATE = 0o7770;
/** The mode of a new file. */
const NEW_MODE = 0o440;

/** How long to wait for another process that changes the file, in milliseconds. */
const PATIENCE = 60_000;
const PAUSE = 20;

/** The lines of the file, none where it is missing. Throws `SysError`. */
export function linesOf(path: string): string[] {
  try {
    return readLines(open(path, O.RDONLY), path);
  } catch (error) {
    if (isSysError(error, "ENOENT")) return [];
    throw error;
  }
}

/** The lines of the open file `fd`, which is closed. */
function readLines(fd: number, path: string): string[] {
  try {
    const text = stringOf(readToEnd(fd, LARGEST, path));
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    return lines;
  } finally {
    close(fd);
  }
}

/**
 * Puts what `change` makes of its lines in the place of the file `path`: a new file with the old one's
 * owner and mode, that for others taken away. Where there is none, one is made. What `change` throws
 * is passed on, and nothing happens. Throws `SysError`; EBUSY: another process holds the file for
 * a minute.
 */
export function replaceLines(
  path: string,
  change: (lines: readonly string[]) => readonly string[],
): void {
  const target = followed(path);
  const held = hold(target, () => void change([]));
  try {
    const { uid, gid, mode, isNew } = held;
    const lines = change(readLines(open(target, O.RDONLY), target));
    const text = lines.map((line) => `${line}\n`).join("");
    writeNew(target, text, { uid, gid, mode: isNew ? NEW_MODE : mode & PRIVATE });
  } catch (error) {
    if (held.isNew) unlinkAt(AT_FDCWD, target);
    throw error;
  } finally {
    close(held.fd);
  }
}

/** Where the links lead that `path` may be: the file changes, and they stay. */
function followed(path: string): string {
  let target = path;
  for (let links = 0; links < 40; links++) {
    const stat = tryStatAt(AT_FDCWD, target, AT_SYMLINK_NOFOLLOW);
    if (stat === undefined || (stat.mode & S_IFMT) !== S_IFLNK) return target;
    const held = readlinkAt(AT_FDCWD, target);
    target = held.startsWith("/") ? held : target.slice(0, target.lastIndexOf("/") + 1) + held;
  }
  throw new SysError("open", errno.ELOOP, path);
}

interface Held {
  readonly fd: number;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  /** Whether it was made for the purpose. */
  readonly isNew: boolean;
}

/** Opens and locks the file at `path`; if it has to be made for that, asks `mayMake` first. */
function hold(path: string, mayMake: () => void): Held {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const { fd, isNew } = openOrMake(path, mayMake);
    const { uid, gid, mode, inode, device } = fstat(fd);
    if (tryFlock(fd)) {
      const there = tryStatAt(AT_FDCWD, path);
      // It may have been replaced before the lock was ours.
      if (there?.inode === inode && there.device === device) return { fd, uid, gid, mode, isNew };
    } else if (performance.now() > end) {
      close(fd);
      throw new SysError("flock", errno.EBUSY, path);
    } else {
      sleep(PAUSE);
    }
    close(fd);
  }
}

function openOrMake(path: string, mayMake: () => void): { fd: number; isNew: boolean } {
  for (;;) {
    try {
      return { fd: open(path, O.RDONLY), isNew: false };
    } catch (error) {
      if (!isSysError(error, "ENOENT")) throw error;
    }
    mayMake();
    try {
      return { fd: open(path, O.RDONLY | O.CREAT | O.EXCL, 0o600), isNew: true };
    } catch (error) {
      if (!isSysError(error, "EEXIST")) throw error;
    }
  }
}

/** Writes `text` to a new file and moves it to `path`. */
function writeNew(
  path: string,
  text: string,
  { uid, gid, mode }: { uid: number; gid: number; mode: number },
): void {
  const part = `${path}.${randomWord()}`;
  const fd = open(part, O.WRONLY | O.CREAT | O.EXCL, 0o600);
  try {
    try {
      const own = fstat(fd);
      if (own.uid !== uid || own.gid !== gid) fchown(fd, uid, gid);
      writeAll(fd, bytesOf(text));
      fchmod(fd, mode);
      fsync(fd);
    } finally {
      closeWritten(fd);
    }
    renameAt(AT_FDCWD, part, AT_FDCWD, path);
  } catch (error) {
    unlinkAt(AT_FDCWD, part);
    throw error;
  }
}

function randomWord(): string {
  const random = new Uint8Array(8);
  getrandom(random);
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
