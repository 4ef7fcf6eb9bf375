/**
 * Opening what RETR, STOR and APPE work on: regular files, and nothing else.
 *
 * @module
 */

import type { Root } from "../../fs/root.ts";
import { close } from "../../libc/files.ts";
import { fstat, S_IFMT, S_IFREG } from "../../libc/statx.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { FtpError, reply } from "../../protocol/mod.ts";

/** A regular file that has been opened. */
export interface RegularFile {
  /** The descriptor. */
  readonly fd: number;
  /** Bytes that were in it then. */
  readonly size: number;
}

/**
 * Opens the file at `path` in `root`, which exists. `flags` should have O_NONBLOCK: a FIFO would
 * hold the session until somebody is at its other end. Throws `FtpError` `550 <argument>: Not a
 * regular file` for anything else, links that lead nowhere included, and `SysError`.
 */
export function openRegular(
  root: Root,
  path: string,
  argument: string,
  flags: number,
): RegularFile {
  let fd: number;
  try {
    fd = root.open(path, flags);
  } catch (error) {
    // What is there and no file is refused as that, whatever else there is to say against it.
    if (isSysError(error) && root.tryLstat(path) !== undefined) demandRegular(root, path, argument);
    throw error;
  }
  const { mode, size } = fstat(fd);
  if ((mode & S_IFMT) === S_IFREG) return { fd, size };
  close(fd);
  throw irregular(argument);
}

/** Throws the same `FtpError` for what is no regular file, without opening it. */
export function demandRegular(root: Root, path: string, argument: string): void {
  const mode = root.tryStat(path)?.mode ?? 0;
  if ((mode & S_IFMT) !== S_IFREG) throw irregular(argument);
}

function irregular(argument: string): FtpError {
  return new FtpError(reply(550, `${argument}: Not a regular file`));
}
