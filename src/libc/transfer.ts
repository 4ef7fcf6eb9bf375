/**
 * The calls that move file contents without a copy in this process.
 *
 * @module
 */

import { attempt, check, demand, lastErrno } from "./kernel.ts";
import { errno } from "./errno.ts";
import { region } from "./memory.ts";

const offsetPlace = region(16);
const pair = region(16);

/**
 * sendfile(2): sends up to `count` bytes of the file `fd` from `offset` on to `socket`. The number
 * of bytes sent (0 at the end of the file), or undefined when the socket takes none now. Throws
 * `SysError`; EINVAL and ENOSYS mean that this file cannot be sent so.
 */
export function sendfile(
  socket: number,
  fd: number,
  offset: number,
  count: number,
): number | undefined {
  offsetPlace.view.setBigInt64(0, BigInt(offset), true);
  const sent = attempt("sendfile", socket, fd, offsetPlace.address, count);
  if (sent >= 0) return sent;
  if (lastErrno() === errno.EAGAIN || lastErrno() === errno.EINTR) return undefined;
  check("sendfile", -1);
}

/**
 * copy_file_range(2): copies up to `count` bytes from where one file stands to where the other does. The
 * number of bytes, 0 at the end. Throws `SysError`; EXDEV, EINVAL, ENOSYS and ENOTSUP mean that these
 * two cannot be copied so.
 */
export function copyFileRange(from: number, to: number, count: number): number {
  return check("copy_file_range", attempt("copy_file_range", from, 0, to, 0, count, 0));
}

const O_CLOEXEC = 0o2000000;

/** A pipe, closed on exec: [reading end, writing end]. */
export function pipe(): [number, number] {
  demand("pipe2", undefined, pair.address, O_CLOEXEC);
  return [pair.view.getInt32(0, true), pair.view.getInt32(4, true)];
}
