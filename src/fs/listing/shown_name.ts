/**
 * Names as rows show them.
 *
 * @module
 */

import { S_IFDIR, S_IFLNK, S_IFMT } from "../../libc/statx.ts";

/** `name` with every byte outside of printable ASCII as `\ooo` (`-B`). */
export function escapeName(name: string): string {
  return name.replace(
    /[^ -~]/g,
    (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
}

/** The letter of `-F` for a file of `mode`: a directory, a link, a program, or nothing. */
export function typeSuffix(mode: number): string {
  switch (mode & S_IFMT) {
    case S_IFDIR:
      return "/";
    case S_IFLNK:
      return "@";
  }
  return mode & 0o111 ? "*" : "";
}
