/**
 * What a session sees as "/", and everything that it may do to the files below.
 *
 * A *shown path* is an absolute byte string as the client sees it: `/` is the session's root,
 * wherever that lies. `..` in it is resolved by the kernel (the parent of what a link led to);
 * `joinLexically` in `paths.ts` removes it beforehand where the commands of FTP want that. It must
 * not hold a NUL: every function here throws `RangeError` for one.
 *
 * Two ways to hold a session inside: the kernel's own root (chroot(2), or no jail at all), see
 * `kernel_root.ts`; and openat2(2), which needs no privileges, see `confined_root.ts`.
 *
 * @module
 */

import type { Stat } from "../libc/statx.ts";

/** The directory that a session sees as "/". Operations throw `SysError` unless they say otherwise. */
export interface Root {
  /** Where "/" lies outside, without a slash at the end: empty when it is the real "/". */
  readonly realPrefix: string;

  /** Opens `path`: `flags` as `O` of libc/files.ts, `mode` (under the umask) for what is created. */
  open(path: string, flags: number, mode?: number): number;
  /** Opens the directory `path` for reading its names. */
  openDirectory(path: string): number;

  /** The attributes of what `path` leads to. */
  stat(path: string): Stat;
  /** The attributes of `path` itself, be it a link. */
  lstat(path: string): Stat;
  /** As `stat`, undefined where it would throw: for those who ask about what may well be missing. */
  tryStat(path: string): Stat | undefined;
  /** As `lstat`, undefined where it would throw. */
  tryLstat(path: string): Stat | undefined;
  /** What the symbolic link `path` holds. */
  readlink(path: string): string;

  /** Makes a directory; `mode` is subject to the umask. */
  mkdir(path: string, mode: number): void;
  /** Removes an empty directory. */
  rmdir(path: string): void;
  /** Removes a file, or a link itself. */
  unlink(path: string): void;
  /** Renames; what is at `to` is replaced if `replace`, else the answer is EEXIST. */
  rename(from: string, to: string, options: { replace: boolean }): void;
  /** Makes the symbolic link `path` that holds `target`, which nobody checks. */
  symlink(target: string, path: string): void;

  /** Sets permission bits; follows a link. */
  chmod(path: string, mode: number): void;
  /** Sets owner and group, -1 for "as it is"; follows a link. */
  chown(path: string, uid: number, gid: number): void;
  /** Sets access and modification time in seconds since the epoch; follows a link. */
  utimes(path: string, atime: number, mtime: number): void;

  /** Whether the effective user may do `mode` (bits of `ACCESS`) to what `path` leads to. */
  mayAccess(path: string, mode: number): boolean;
  /**
   * The shown path of the directory `path` with every link and `..` resolved: what PWD answers
   * after CWD. Asks for the right to enter it (EACCES otherwise).
   */
  chdir(path: string): string;
  /**
   * Whether `path` is the one name of a directory, with neither link nor `..` in it: what `chdir`
   * would answer, for two system calls instead of seven. False also where the kernel cannot tell.
   */
  isTrueName(path: string): boolean;
  /**
   * Whether there is anything at `path`, in one system call where there is nothing; undefined where
   * a link or `..` is on the way to it, and where the kernel cannot tell.
   */
  isThere(path: string): boolean | undefined;
  /** Free bytes on the file system of `path` that an ordinary user may still write. */
  freeBytes(path: string): number;

  /** The path outside of what is shown as `path`: for logs and for look-ups of configuration. */
  realPath(path: string): string;
}

/** `Root.realPath` for a root at `prefix`. */
export function realPathBelow(prefix: string, path: string): string {
  return path === "/" && prefix !== "" ? prefix : prefix + path;
}

/** Empty names, `.` and `..` in a path, and a slash at its end. */
const DETOUR = /\/\.{0,2}(?:\/|$)/;

/** Whether the absolute path `path` is written as the kernel writes one. The root itself does not count. */
export function isPlain(path: string): boolean {
  return path.startsWith("/") && !DETOUR.test(path);
}
