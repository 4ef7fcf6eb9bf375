/**
 * statx(2): what the kernel knows about a file. `struct statx` has one layout on all machines.
 *
 * @module
 */

import { attempt, demand } from "./kernel.ts";
import { pathAt, region } from "./memory.ts";

/** Relative paths count from the process's working directory. */
export const AT_FDCWD = -100;
/** Do not follow a link in the last component. */
export const AT_SYMLINK_NOFOLLOW = 0x100;
/** An empty path means the descriptor itself. */
export const AT_EMPTY_PATH = 0x1000;

const STATX_BASIC_STATS = 0x7ff;

/** File type bits of `mode` (inode(7)). */
export const S_IFMT = 0o170000;
/** Type bits: a directory. */
export const S_IFDIR = 0o040000;
/** Type bits: a regular file. */
export const S_IFREG = 0o100000;
/** Type bits: a symbolic link. */
export const S_IFLNK = 0o120000;

/** A file's attributes. Times are whole seconds since the epoch. */
export interface Stat {
  /** Type and permission bits. */
  readonly mode: number;
  readonly links: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes. */
  readonly size: number;
  readonly atime: number;
  readonly mtime: number;
  readonly ctime: number;
  readonly inode: bigint;
  /** makedev(major, minor) of the file system, as stat(2) has it in st_dev. */
  readonly device: number;
  /** The device that a device file stands for. */
  readonly rdevMajor: number;
  readonly rdevMinor: number;
}

/** Whether what is known about a file says that it is a directory; of none, it does not. */
export function isDirectory(stat: Pick<Stat, "mode"> | undefined): boolean {
  return stat !== undefined && (stat.mode & S_IFMT) === S_IFDIR;
}

const buffer = region(256);
const view = buffer.view;

/** A copy of what the kernel put there. Field by field: `{ ...peeked }` takes 3 microseconds. */
export function copyOfPeeked(): Stat {
  return {
    mode: peeked.mode,
    links: peeked.links,
    uid: peeked.uid,
    gid: peeked.gid,
    size: peeked.size,
    atime: peeked.atime,
    mtime: peeked.mtime,
    ctime: peeked.ctime,
    inode: peeked.inode,
    device: peeked.device,
    rdevMajor: peeked.rdevMajor,
    rdevMinor: peeked.rdevMinor,
  };
}

/** makedev(3), as long as the major number has twelve bits and the minor twenty, as in the kernel. */
function device(major: number, minor: number): number {
  return (((major & 0xfff) << 8) | (minor & 0xff) | ((minor & 0xfff00) << 12)) >>> 0;
}

function seconds(offset: number): number {
  return view.getUint32(offset, true) + view.getInt32(offset + 4, true) * 0x1_0000_0000;
}

/** The attributes of `path` seen from the directory `dirfd`; throws `SysError`. */
export function statAt(dirfd: number, path: string, flags = 0): Stat {
  demand("statx", path, dirfd, pathAt(path), flags, STATX_BASIC_STATS, buffer.address);
  return copyOfPeeked();
}

/** As `statAt`, but undefined where the call fails (`lastErrno` tells why): no exception to pay for. */
export function tryStatAt(dirfd: number, path: string, flags = 0): Stat | undefined {
  const result = attempt(
    "statx",
    dirfd,
    pathAt(path),
    flags,
    STATX_BASIC_STATS,
    buffer.address,
  );
  return result === -1 ? undefined : copyOfPeeked();
}

/** The attributes of an open descriptor (O_PATH ones too); throws `SysError`. */
export function fstat(fd: number): Stat {
  return statAt(fd, "", AT_EMPTY_PATH);
}

/**
 * `statAt` for those who look at thousands of files: nothing is allocated, the answer is `peeked`
 * until the next call of any function of this module. False where the call fails (`lastErrno`).
 */
export function peekAt(dirfd: number, path: string, flags = 0): boolean {
  return attempt("statx", dirfd, pathAt(path), flags, STATX_BASIC_STATS, buffer.address) !== -1;
}

/** What `peekAt` saw last, read where the kernel put it. */
export const peeked: Stat = {
  get mode() {
    return view.getUint16(28, true);
  },
  get links() {
    return view.getUint32(16, true);
  },
  get uid() {
    return view.getUint32(20, true);
  },
  get gid() {
    return view.getUint32(24, true);
  },
  get size() {
    return view.getUint32(40, true) + view.getUint32(44, true) * 0x1_0000_0000;
  },
  get atime() {
    return seconds(64);
  },
  get mtime() {
    return seconds(112);
  },
  get ctime() {
    return seconds(96);
  },
  get inode() {
    return view.getBigUint64(32, true);
  },
  get device() {
    return device(view.getUint32(136, true), view.getUint32(140, true));
  },
  get rdevMajor() {
    return view.getUint32(128, true);
  },
  get rdevMinor() {
    return view.getUint32(132, true);
  },
};
