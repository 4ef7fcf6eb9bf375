/**
 * Files with a word on each line: /etc/shells and /etc/ftpusers.
 *
 * @module
 */

import { readFile } from "../libc/files.ts";
import { isSysError } from "../libc/sys_error.ts";

/** More than this is no list of shells or refused users. */
const LARGEST = 1 << 20;

/** The words in `text`: what is left of each line without comment (`#`) and blanks around. */
export function parseWordList(text: string): string[] {
  return text.split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((word) => word !== "");
}

/** The words in the file `path`; undefined where it is missing. Throws `SysError`, EFBIG over 1 MiB. */
export function readWordList(path: string): string[] | undefined {
  try {
    return parseWordList(readFile(path, LARGEST));
  } catch (error) {
    if (isSysError(error, "ENOENT")) return undefined;
    throw error;
  }
}
