/**
 * Reading the files of tables: regular files, of bounded size, which nobody has to wait for.
 *
 * @module
 */

import { stringOf } from "../../libc/bytes.ts";
import { close, O, open, readToEnd } from "../../libc/files.ts";
import { fstat, S_IFMT, S_IFREG } from "../../libc/statx.ts";
import { isSysError } from "../../libc/sys_error.ts";

/** Bytes that a file may have. */
const LARGEST = 1 << 20;

/** A file that was looked at: its text, or why there is none. */
export type TableFile =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "missing" | "unusable"; readonly reason: string };

/** Reads the file at the absolute `path`, with the rights that the process has. */
export function readTableFile(path: string): TableFile {
  try {
    // Non-blocking: a FIFO of that name must not stop the session.
    const fd = open(path, O.RDONLY | O.NONBLOCK | O.NOCTTY);
    try {
      const { mode, size } = fstat(fd);
      if ((mode & S_IFMT) !== S_IFREG) return { is: "unusable", reason: "Not a regular file" };
      if (size > LARGEST) return { is: "unusable", reason: "File too large" };
      return { is: "text", text: stringOf(readToEnd(fd, LARGEST, path)) };
    } finally {
      close(fd);
    }
  } catch (error) {
    if (isSysError(error)) {
      return { is: error.code === "ENOENT" ? "missing" : "unusable", reason: error.reason };
    }
    throw error;
  }
}
