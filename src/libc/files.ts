/**
 * Files and directories: open(2) and its relatives, always relative to a directory descriptor.
 * Paths are byte strings. Every function throws `SysError` unless it says otherwise.
 *
 * @module
 */

import { bytesOf, stringOf } from "./bytes.ts";
import { attempt, attemptWithBuffer, check, demand, lastErrno } from "./kernel.ts";
import { errno } from "./errno.ts";
import { PATH_MAX, pathAt, type Region, region, scratch } from "./memory.ts";
import { AT_EMPTY_PATH, AT_FDCWD } from "./statx.ts";
import { SysError } from "./sys_error.ts";

const arm = Deno.build.arch === "aarch64";

/** Flags of open(2). Four of them differ between x86-64 and arm64. */
export const O = {
  RDONLY: 0,
  WRONLY: 1,
  RDWR: 2,
  CREAT: 0o100,
  EXCL: 0o200,
  NOCTTY: 0o400,
  TRUNC: 0o1000,
  APPEND: 0o2000,
  NONBLOCK: 0o4000,
  DIRECTORY: arm ? 0o40000 : 0o200000,
  NOFOLLOW: arm ? 0o100000 : 0o400000,
  CLOEXEC: 0o2000000,
  PATH: 0o10000000,
} as const;

/** openat2(2): every link and `..` is resolved as if the directory descriptor were the root. */
export const RESOLVE_IN_ROOT = 0x10;
/** Refuses every symbolic link on the way with ELOOP. */
export const RESOLVE_NO_SYMLINKS = 0x04;
/** openat2(2): the links of /proc that jump to descriptors are refused. */
export const RESOLVE_NO_MAGICLINKS = 0x02;

/** Opens `path` seen from `dirfd`; O_CLOEXEC is always added. `mode` is subject to the umask. */
export function openAt(dirfd: number, path: string, flags: number, mode = 0): number {
  return demand("openat", path, dirfd, pathAt(path), flags | O.CLOEXEC, mode);
}

/** `openAt` from the working directory. */
export function open(path: string, flags: number, mode = 0): number {
  return openAt(AT_FDCWD, path, flags, mode);
}

/** openat2(2) with `resolve` flags; throws `SysError` with ENOSYS on kernels before 5.6. */
export function openAt2(
  dirfd: number,
  path: string,
  flags: number,
  mode: number,
  resolve: number,
): number {
  describeOpening(flags, mode, resolve);
  // The kernel answers EAGAIN when a rename elsewhere races with a `..`: asking again is its advice.
  for (let tries = 0;; tries++) {
    const fd = attempt("openat2", dirfd, pathAt(path), scratch.address, 24);
    if (fd !== -1 || lastErrno() !== errno.EAGAIN || tries === 64) {
      return check("openat2", fd, path);
    }
  }
}

/** Puts a `struct open_how` for openat2(2) into `scratch`. */
function describeOpening(flags: number, mode: number, resolve: number): void {
  const how = scratch.view;
  // Two halves each: a BigInt would have to be made for every call.
  how.setUint32(0, flags | O.CLOEXEC, true);
  how.setUint32(4, 0, true);
  how.setUint32(8, mode, true);
  how.setUint32(12, 0, true);
  how.setUint32(16, resolve, true);
  how.setUint32(20, 0, true);
}

/**
 * Whether `path`, seen from `dirfd` under the further `resolve` flags, is a directory that no link
 * leads to. False for any error, a kernel without openat2(2) among them.
 */
export function isStraightDirectory(dirfd: number, path: string, resolve: number): boolean {
  describeOpening(O.PATH | O.DIRECTORY, 0, resolve | RESOLVE_NO_SYMLINKS);
  const fd = attempt("openat2", dirfd, pathAt(path), scratch.address, 24);
  if (fd === -1) return false;
  close(fd);
  return true;
}

/**
 * Whether there is anything at `path`, seen from `dirfd` under the further `resolve` flags, to which no
 * link leads; undefined where one does, and for any error that says nothing about that. Takes one system
 * call where there is nothing.
 */
export function isThereStraight(
  dirfd: number,
  path: string,
  resolve: number,
): boolean | undefined {
  describeOpening(O.PATH | O.NOFOLLOW, 0, resolve | RESOLVE_NO_SYMLINKS);
  const fd = attempt("openat2", dirfd, pathAt(path), scratch.address, 24);
  if (fd === -1) return lastErrno() === errno.ENOENT ? false : undefined;
  close(fd);
  return true;
}

/** Closes a descriptor. EINTR and late write errors leave it closed all the same, so only EBADF throws. */
export function close(fd: number): void {
  if (attempt("close", fd) === -1 && lastErrno() === errno.EBADF) check("close", -1);
}

/**
 * Closes a descriptor that was written to. Some file systems say only now that they could not keep
 * what was written (close(2): NFS, quotas); that throws.
 */
export function closeWritten(fd: number): void {
  if (attempt("close", fd) === -1 && lastErrno() !== errno.EINTR) check("close", -1);
}

/** Reads up to `buffer.length` bytes; 0 at the end of the file. */
export function read(fd: number, buffer: Uint8Array<ArrayBuffer>): number {
  return check("read", attemptWithBuffer("read", fd, buffer, buffer.length));
}

/** Writes up to `buffer.length` bytes and returns how many were taken. */
export function write(fd: number, buffer: Uint8Array<ArrayBuffer>): number {
  return check("write", attemptWithBuffer("write", fd, buffer, buffer.length));
}

/** Writes all of `buffer`, in as many calls as it takes. */
export function writeAll(fd: number, buffer: Uint8Array<ArrayBuffer>): void {
  for (let at = 0; at < buffer.length;) {
    const rest = buffer.subarray(at);
    at += written(attemptWithBuffer("write", fd, rest, rest.length));
  }
}

/** Writes a byte string in one write(2): for log lines, which must not mix with those of others. */
export function writeString(fd: number, text: string): void {
  writeAll(fd, bytesOf(text));
}

/** Reads at `offset` without moving the file's position. */
export function pread(fd: number, buffer: Uint8Array<ArrayBuffer>, offset: number): number {
  return check("pread", attemptWithBuffer("pread64", fd, buffer, buffer.length, offset));
}

/** Writes all of `buffer` at `offset`, in as many calls as it takes; the file's position stays. */
export function pwrite(fd: number, buffer: Uint8Array<ArrayBuffer>, offset: number): void {
  for (let at = 0; at < buffer.length;) {
    const rest = buffer.subarray(at);
    at += written(attemptWithBuffer("pwrite64", fd, rest, rest.length, offset + at));
  }
}

/**
 * As `pwrite`, `size` bytes of `source` from `start` on. Where that happens often: no view of the memory
 * has to be made for it.
 */
export function pwriteFrom(
  fd: number,
  source: Region,
  start: number,
  size: number,
  offset: number,
): void {
  for (let at = 0; at < size;) {
    const from = source.address + start + at;
    at += written(attempt("pwrite64", fd, from, size - at, offset + at));
  }
}

/** How many bytes a call has written, by its result. Throws `SysError`. */
function written(result: number): number {
  if (result === -1 && lastErrno() === errno.EINTR) return 0;
  return check("write", result);
}

/**
 * Everything from the descriptor's position to the end. Throws `SysError`, which names `path`: EFBIG
 * beyond `limit` bytes.
 */
export function readToEnd(fd: number, limit: number, path?: string): Uint8Array<ArrayBuffer> {
  let buffer = new Uint8Array(16384);
  let length = 0;
  for (;;) {
    const count = attemptWithBuffer("read", fd, buffer.subarray(length), buffer.length - length);
    if (count === -1) {
      if (lastErrno() === errno.EINTR) continue;
      check("read", -1, path);
    }
    if (count === 0) return buffer.subarray(0, length);
    length += count;
    if (length > limit) throw new SysError("read", errno.EFBIG, path);
    if (length === buffer.length) {
      const larger = new Uint8Array(buffer.length * 4);
      larger.set(buffer);
      buffer = larger;
    }
  }
}

/** The whole file as a byte string; at most `limit` bytes (64 MiB unless said). Throws `SysError` as `readToEnd`. */
export function readFile(path: string, limit = 64 << 20): string {
  const fd = open(path, O.RDONLY);
  try {
    return stringOf(readToEnd(fd, limit, path));
  } finally {
    close(fd);
  }
}

const SEEK_SET = 0;

/** Moves the file's position to `offset`, in bytes from its start. */
export function lseek(fd: number, offset: number): void {
  demand("lseek", undefined, fd, offset, SEEK_SET);
}

/** Sets the file's length in bytes. */
export function ftruncate(fd: number, length: number): void {
  demand("ftruncate", undefined, fd, length);
}

/** Waits until the file's data is on the disk. */
export function fsync(fd: number): void {
  demand("fsync", undefined, fd);
}

/** Makes a directory; `mode` is subject to the umask. */
export function mkdirAt(dirfd: number, path: string, mode: number): void {
  demand("mkdirat", path, dirfd, pathAt(path), mode);
}

/** Removes a file or link. */
export function unlinkAt(dirfd: number, path: string): void {
  demand("unlinkat", path, dirfd, pathAt(path), 0);
}

const AT_REMOVEDIR = 0x200;

/** Removes an empty directory. */
export function rmdirAt(dirfd: number, path: string): void {
  demand("unlinkat", path, dirfd, pathAt(path), AT_REMOVEDIR);
}

/** renameat2(2): fail with EEXIST instead of replacing the target. */
export const RENAME_NOREPLACE = 1;

/** Renames; an existing target is replaced unless `flags` has `RENAME_NOREPLACE`. */
export function renameAt(
  fromDir: number,
  from: string,
  toDir: number,
  to: string,
  flags = 0,
): void {
  demand("renameat2", from, fromDir, pathAt(from, 0), toDir, pathAt(to, 1), flags);
}

/** Makes a symbolic link `path` that holds `target`. */
export function symlinkAt(target: string, dirfd: number, path: string): void {
  demand("symlinkat", path, pathAt(target, 0), dirfd, pathAt(path, 1));
}

const text = region(PATH_MAX);

/** What a symbolic link holds. With an empty path: the link that `dirfd` (O_PATH) stands for. */
export function readlinkAt(dirfd: number, path: string): string {
  const length = demand("readlinkat", path, dirfd, pathAt(path), text.address, PATH_MAX);
  return stringOf(text.bytes, 0, length);
}

/** Sets permission bits; follows a link. */
export function chmodAt(dirfd: number, path: string, mode: number): void {
  demand("fchmodat", path, dirfd, pathAt(path), mode);
}

/** Sets the permission bits of an open file (not an O_PATH descriptor). */
export function fchmod(fd: number, mode: number): void {
  demand("fchmod", undefined, fd, mode);
}

/**
 * Sets the permission bits of what `fd` stands for, an O_PATH descriptor too. Kernels before 6.6
 * reach it through /proc, which must be mounted then (ENOENT otherwise).
 */
export function chmodDescriptor(fd: number, mode: number, path?: string): void {
  if (attempt("fchmodat2", fd, pathAt(""), mode, AT_EMPTY_PATH) === 0) return;
  if (lastErrno() !== errno.ENOSYS) check("chmod", -1, path);
  demand("fchmodat", path, AT_FDCWD, descriptorPath(fd), mode);
}

/** Sets owner and group; −1 leaves one as it is. */
export function chownAt(dirfd: number, path: string, uid: number, gid: number, flags = 0): void {
  demand("fchownat", path, dirfd, pathAt(path), uid, gid, flags);
}

/** Sets owner and group of an open descriptor, an O_PATH one too. */
export function fchown(fd: number, uid: number, gid: number): void {
  chownAt(fd, "", uid, gid, AT_EMPTY_PATH);
}

/** Sets access and modification time, whole seconds since the epoch; `flags` as for `statAt`. */
export function utimesAt(
  dirfd: number,
  path: string,
  atime: number,
  mtime: number,
  flags = 0,
): void {
  const times = scratch.view;
  times.setBigInt64(0, BigInt(atime), true);
  times.setBigInt64(8, 0n, true);
  times.setBigInt64(16, BigInt(mtime), true);
  times.setBigInt64(24, 0n, true);
  demand("utimensat", path, dirfd, pathAt(path), scratch.address, flags);
}

/** Bits of access(2). */
export const ACCESS = { F: 0, X: 1, W: 2, R: 4 } as const;
const AT_EACCESS = 0x200;

/**
 * Whether the effective user may do `mode` (bits of `ACCESS`) to `path`; with an empty path and
 * `AT_EMPTY_PATH`: to what `dirfd` stands for. Never throws. Kernels before 5.8 are asked about the
 * real user instead, who is the same from login on.
 */
export function mayAccess(dirfd: number, path: string, mode: number, flags = 0): boolean {
  const address = pathAt(path);
  if (attempt("faccessat2", dirfd, address, mode, AT_EACCESS | flags) === 0) return true;
  if (lastErrno() !== errno.ENOSYS) return false;
  return attempt(
    "faccessat",
    dirfd,
    flags & AT_EMPTY_PATH ? descriptorPath(dirfd) : address,
    mode,
  ) === 0;
}

/** Puts the path of the open descriptor `fd` in /proc into the place for paths. */
function descriptorPath(fd: number): number {
  return pathAt(`/proc/self/fd/${fd}`);
}

/** Makes an open directory the working directory. */
export function fchdir(fd: number): void {
  demand("fchdir", undefined, fd);
}

/** The working directory; starts with `(unreachable)` when it lies outside the process's root. */
export function getcwd(): string {
  const length = demand("getcwd", undefined, text.address, PATH_MAX);
  return stringOf(text.bytes, 0, length - 1);
}

/** Sets the mask of permission bits that new files do not get, and returns the one before. */
export function umask(mask: number): number {
  return attempt("umask", mask);
}

/** Free bytes that an ordinary user may still write on the file system of `fd`. */
export function freeBytes(fd: number): number {
  demand("fstatfs", undefined, fd, scratch.address);
  // struct statfs of 64-bit Linux: f_bsize at 8, f_bavail at 32
  return Number(scratch.view.getBigInt64(8, true) * scratch.view.getBigInt64(32, true));
}
