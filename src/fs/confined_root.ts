/**
 * The session's root without chroot(2), and so without privileges: every path is resolved by
 * openat2(2) as if the root's directory were "/". Absolute links, `..` and the magic links of /proc
 * cannot lead out of it, whatever other processes rename meanwhile.
 *
 * openat2 opens; it does not make, remove or rename. What it cannot do itself is done in two steps
 * that leave no room between them: the object, or for a name that is to come or go the directory it
 * is in, is opened with O_PATH, and the call is made on that descriptor. A single name relative to a
 * descriptor follows nothing, and the calls of the second kind refuse `.` and `..`.
 *
 * @module
 */

import {
  chmodDescriptor,
  close,
  fchown,
  freeBytes,
  isStraightDirectory,
  isThereStraight,
  mayAccess,
  mkdirAt,
  O,
  open,
  openAt2,
  readlinkAt,
  renameAt,
  RESOLVE_IN_ROOT,
  RESOLVE_NO_MAGICLINKS,
  rmdirAt,
  symlinkAt,
  unlinkAt,
  utimesAt,
} from "../libc/files.ts";
import { errno } from "../libc/errno.ts";
import { AT_EMPTY_PATH, AT_FDCWD, fstat, type Stat } from "../libc/statx.ts";
import { isSysError, SysError } from "../libc/sys_error.ts";
import { directoryPath } from "./directory_path.ts";
import { basename, dirname, isWithin, withoutSlashes } from "./paths.ts";
import { renameWithoutReplacing } from "./rename.ts";
import { isPlain, realPathBelow, type Root } from "./root.ts";

const RESOLVE = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;

/** A `Root` that holds its directory open until it is disposed of. */
export interface ConfinedRoot extends Root, Disposable {}

/**
 * A root at `directory`, which the process must be able to reach now: from here on only the
 * descriptor counts. Throws `SysError`: ENOSYS or EPERM where openat2(2) is missing (kernels before
 * 5.6) or forbidden (some sandboxes), for without it there is no jail to be had; or the reason why
 * the directory cannot be opened.
 */
export function confinedRoot(directory: string): ConfinedRoot {
  const fd = open(directory, O.PATH | O.DIRECTORY);
  try {
    close(openAt2(fd, "/", O.PATH | O.DIRECTORY, 0, RESOLVE));
    return new Confined(fd, directory);
  } catch (error) {
    close(fd);
    throw error;
  }
}

/** Whether such roots are to be had. */
export function canConfine(): boolean {
  try {
    close(openAt2(AT_FDCWD, "/", O.PATH | O.DIRECTORY, 0, RESOLVE));
    return true;
  } catch (error) {
    if (isSysError(error, "ENOSYS", "EPERM", "EINVAL")) return false;
    throw error;
  }
}

class Confined implements ConfinedRoot {
  readonly realPrefix: string;

  constructor(private readonly fd: number, directory: string) {
    const path = withoutSlashes(directory);
    this.realPrefix = path === "/" ? "" : path;
  }

  open(path: string, flags: number, mode = 0): number {
    // openat2, unlike open, refuses a mode that nothing is made with.
    return openAt2(this.fd, path, flags, flags & O.CREAT ? mode : 0, RESOLVE);
  }

  openDirectory(path: string): number {
    return this.open(path, O.RDONLY | O.DIRECTORY);
  }

  stat(path: string): Stat {
    return this.#on(path, 0, fstat);
  }

  lstat(path: string): Stat {
    return this.#on(path, O.NOFOLLOW, fstat);
  }

  tryStat(path: string): Stat | undefined {
    return orUndefined(() => this.stat(path));
  }

  tryLstat(path: string): Stat | undefined {
    return orUndefined(() => this.lstat(path));
  }

  readlink(path: string): string {
    return this.#on(path, O.NOFOLLOW, (fd) => readlinkAt(fd, ""));
  }

  mkdir(path: string, mode: number): void {
    this.#in(path, (fd, name) => mkdirAt(fd, name, mode));
  }

  rmdir(path: string): void {
    // What the kernel says of a process's root.
    if (withoutSlashes(path) === "/") throw new SysError("rmdir", errno.EBUSY, path);
    this.#in(path, (fd, name) => rmdirAt(fd, name));
  }

  unlink(path: string): void {
    this.#in(path, (fd, name) => unlinkAt(fd, name));
  }

  rename(from: string, to: string, { replace }: { replace: boolean }): void {
    this.#in(from, (fromDir, fromName) =>
      this.#in(to, (toDir, toName) => {
        if (replace) renameAt(fromDir, fromName, toDir, toName);
        else renameWithoutReplacing(fromDir, fromName, toDir, toName);
      }));
  }

  symlink(target: string, path: string): void {
    this.#in(path, (fd, name) => symlinkAt(target, fd, name));
  }

  chmod(path: string, mode: number): void {
    this.#on(path, 0, (fd) => chmodDescriptor(fd, mode, path));
  }

  chown(path: string, uid: number, gid: number): void {
    this.#on(path, 0, (fd) => fchown(fd, uid, gid));
  }

  utimes(path: string, atime: number, mtime: number): void {
    this.#on(path, 0, (fd) => utimesAt(fd, "", atime, mtime, AT_EMPTY_PATH));
  }

  mayAccess(path: string, mode: number): boolean {
    return orUndefined(() => this.#on(path, 0, (fd) => mayAccess(fd, "", mode, AT_EMPTY_PATH))) ??
      false;
  }

  chdir(path: string): string {
    const real = this.#on(path, O.DIRECTORY, directoryPath);
    const prefix = directoryPath(this.fd);
    // Somebody moved the directory out of the root between the two questions.
    if (!isWithin(real, prefix)) throw new SysError("chdir", errno.ENOENT, path);
    return prefix === "/" ? real : real.slice(prefix.length) || "/";
  }

  isTrueName(path: string): boolean {
    return isPlain(path) && isStraightDirectory(this.fd, path, RESOLVE);
  }

  isThere(path: string): boolean | undefined {
    return isPlain(path) ? isThereStraight(this.fd, path, RESOLVE) : undefined;
  }

  freeBytes(path: string): number {
    return this.#on(path, 0, freeBytes);
  }

  realPath(path: string): string {
    return realPathBelow(this.realPrefix, path);
  }

  [Symbol.dispose](): void {
    close(this.fd);
  }

  /** Does `work` on what `path` leads to, or (`O.NOFOLLOW`) on the link that it is. */
  #on<T>(path: string, flags: number, work: (fd: number) => T): T {
    const fd = this.open(path, O.PATH | flags);
    try {
      return work(fd);
    } catch (error) {
      throw naming(error, path);
    } finally {
      close(fd);
    }
  }

  /** Does `work` on the directory that `path` is in, with the last name of `path`. */
  #in(path: string, work: (fd: number, name: string) => void): void {
    const trimmed = withoutSlashes(path);
    // The root itself: its name is ".", which none of the calls takes away or replaces.
    const name = trimmed === "/" ? "." : basename(trimmed);
    // A slash at the end asks for a directory; relative to a descriptor it still follows no link.
    const end = path.length > trimmed.length ? "/" : "";
    this.#on(dirname(trimmed), O.DIRECTORY, (fd) => work(fd, name + end));
  }
}

/** The error with the path as the client knows it. */
function naming(error: unknown, path: string): unknown {
  return error instanceof SysError ? new SysError(error.call, error.errno, path) : error;
}

function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isSysError(error)) return undefined;
    throw error;
  }
}
