/**
 * Configuration files for the parser, read through libc: the process has no permission to read
 * files otherwise.
 *
 * @module
 */

import type { Source } from "../config/source.ts";
import { readDirectory } from "../libc/dirents.ts";
import { close, O, open, readFile } from "../libc/files.ts";
import {
  AT_FDCWD,
  AT_SYMLINK_NOFOLLOW,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  tryStatAt,
} from "../libc/statx.ts";

/** The file system as the parser sees it. Its functions throw `SysError`. */
export const configSource: Source = {
  read: (path) => readFile(path),
  list(path) {
    const fd = open(path, O.RDONLY | O.DIRECTORY);
    try {
      const names: string[] = [];
      readDirectory(fd, (name) => {
        if (name !== "." && name !== "..") names.push(name);
      });
      return names;
    } finally {
      close(fd);
    }
  },
  kind(path) {
    const stat = tryStatAt(AT_FDCWD, path);
    if (stat === undefined) return undefined;
    return (stat.mode & S_IFMT) === S_IFDIR ? "directory" : "other";
  },
  isLink(path) {
    const stat = tryStatAt(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
    return stat !== undefined && (stat.mode & S_IFMT) === S_IFLNK;
  },
};
