/**
 * The session's root where the kernel itself keeps it: after chroot(2), or without any jail. The
 * process's own "/" is the session's, so shown paths go to the kernel as they are.
 *
 * @module
 */

import {
  chmodAt,
  chownAt,
  close,
  freeBytes,
  isStraightDirectory,
  isThereStraight,
  mayAccess,
  mkdirAt,
  O,
  openAt,
  readlinkAt,
  renameAt,
  rmdirAt,
  symlinkAt,
  unlinkAt,
  utimesAt,
} from "../libc/files.ts";
import { AT_FDCWD, AT_SYMLINK_NOFOLLOW, statAt, tryStatAt } from "../libc/statx.ts";
import { isPlain, realPathBelow, type Root } from "./root.ts";
import { directoryPath } from "./directory_path.ts";
import { renameWithoutReplacing } from "./rename.ts";

/**
 * The process's root directory as a `Root`. `realPrefix` is where it lies outside: the argument of
 * chroot(2) without its last slash, or empty when there is no jail.
 */
export function kernelRoot(realPrefix = ""): Root {
  return {
    realPrefix,
    open: (path, flags, mode = 0) => openAt(AT_FDCWD, path, flags, mode),
    openDirectory: (path) => openAt(AT_FDCWD, path, O.RDONLY | O.DIRECTORY),

    stat: (path) => statAt(AT_FDCWD, path),
    lstat: (path) => statAt(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW),
    tryStat: (path) => tryStatAt(AT_FDCWD, path),
    tryLstat: (path) => tryStatAt(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW),
    readlink: (path) => readlinkAt(AT_FDCWD, path),

    mkdir: (path, mode) => mkdirAt(AT_FDCWD, path, mode),
    rmdir: (path) => rmdirAt(AT_FDCWD, path),
    unlink: (path) => unlinkAt(AT_FDCWD, path),
    rename(from, to, { replace }) {
      if (replace) renameAt(AT_FDCWD, from, AT_FDCWD, to);
      else renameWithoutReplacing(AT_FDCWD, from, AT_FDCWD, to);
    },
    symlink: (target, path) => symlinkAt(target, AT_FDCWD, path),

    chmod: (path, mode) => chmodAt(AT_FDCWD, path, mode),
    chown: (path, uid, gid) => chownAt(AT_FDCWD, path, uid, gid),
    utimes: (path, atime, mtime) => utimesAt(AT_FDCWD, path, atime, mtime),

    mayAccess: (path, mode) => mayAccess(AT_FDCWD, path, mode),
    chdir(path) {
      const fd = openAt(AT_FDCWD, path, O.PATH | O.DIRECTORY);
      try {
        return directoryPath(fd);
      } finally {
        close(fd);
      }
    },
    isTrueName: (path) => isPlain(path) && isStraightDirectory(AT_FDCWD, path, 0),
    isThere: (path) => isPlain(path) ? isThereStraight(AT_FDCWD, path, 0) : undefined,
    freeBytes(path) {
      const fd = openAt(AT_FDCWD, path, O.PATH);
      try {
        return freeBytes(fd);
      } finally {
        close(fd);
      }
    },
    realPath: (path) => realPathBelow(realPrefix, path),
  };
}
