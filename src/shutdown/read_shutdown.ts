/**
 * Looking whether a shutdown is announced. Daemon and sessions do that again and again, so an absent
 * file costs one system call.
 *
 * @module
 */

import { stringOf } from "../libc/bytes.ts";
import { errno, strerror } from "../libc/errno.ts";
import { close, O } from "../libc/files.ts";
import { attempt, attemptWithBuffer, lastErrno } from "../libc/kernel.ts";
import { pathAt } from "../libc/memory.ts";
import { AT_FDCWD } from "../libc/statx.ts";
import { parseShutdownFile } from "./shutdown_file.ts";
import { type ShutdownTimes, shutdownTimes } from "./shutdown_times.ts";

/** A shutdown that somebody announced. */
export interface Shutdown {
  readonly times: ShutdownTimes;
  /** With its % variables, a byte string. */
  readonly message: string;
  /** Why the file could not be understood: for the log. Everything is shut then. */
  readonly problem?: string;
}

/** Longer than any message that people write; what is beyond is cut off. */
const LIMIT = 16 << 10;

/** Errors that say nothing about the file. */
const OUR_LACK = [errno.EMFILE, errno.ENFILE, errno.ENOMEM];

/** What clients are told where the file does not say. */
const PLAIN_MESSAGE = "service is not available";

/**
 * What the shutdown file at `path` announces, undefined when there is none. An empty file announces
 * nothing: the original's ftpshut leaves one for the instant before it writes.
 *
 * A file that cannot be read or understood means that everything is shut, with the reason in
 * `problem`: somebody wanted the door closed and mistyped the time, and a door that is closed too
 * early is noticed, one that stays open is not. (The original refuses garbled files too.)
 *
 * Where this process or the machine lacks what it takes to open any file, newcomers are refused and
 * nobody is sent away.
 *
 * Never throws. In a session this is for the time before chroot: inside one the path is another.
 */
export function readShutdown(path: string): Shutdown | undefined {
  // Non-blocking: a FIFO of that name must not stop the daemon.
  const fd = attempt("openat", AT_FDCWD, pathAt(path), O.RDONLY | O.CLOEXEC | O.NONBLOCK);
  if (fd === -1) {
    const error = lastErrno();
    if (error === errno.ENOENT || error === errno.ENOTDIR) return undefined;
    return shut(strerror(error), OUR_LACK.includes(error) ? Infinity : 0);
  }
  try {
    const text = contents(fd);
    if (text === undefined) return shut(strerror(lastErrno()));
    return text === "" ? undefined : understand(text);
  } finally {
    close(fd);
  }
}

function contents(fd: number): string | undefined {
  const buffer = new Uint8Array(LIMIT);
  let length = 0;
  while (length < LIMIT) {
    const count = attemptWithBuffer("read", fd, buffer.subarray(length), LIMIT - length);
    if (count === 0) break;
    if (count > 0) length += count;
    else if (lastErrno() !== errno.EINTR) return undefined;
  }
  return stringOf(buffer, 0, length);
}

function understand(text: string): Shutdown {
  const notice = parseShutdownFile(text);
  if (typeof notice === "string") return shut(notice);
  return { times: shutdownTimes(notice), message: notice.message };
}

/** `disconnect`: when sessions are ended. */
function shut(problem: string, disconnect = 0): Shutdown {
  return { times: { deny: 0, disconnect, shutdown: disconnect }, message: PLAIN_MESSAGE, problem };
}
