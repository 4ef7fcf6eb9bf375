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

/** Flags of splice(2). */
export const SPLICE = { MOVE: 1, NONBLOCK: 2, MORE: 4 } as const;

/**
 * splice(2): moves up to `count` bytes from `from` to `to`, one of which is a pipe. The number of
 * bytes (0 at the end of the input), or undefined when nothing can move now. `offset`, if given,
 * is where to write in the file `to`.
 */
export function splice(
  from: number,
  to: number,
  count: number,
  flags: number,
  offset?: number,
): number | undefined {
  let address = 0;
  if (offset !== undefined) {
    offsetPlace.view.setBigInt64(0, BigInt(offset), true);
    address = offsetPlace.address;
  }
  const moved = attempt("splice", from, 0, to, address, count, flags);
  if (moved >= 0) return moved;
  if (lastErrno() === errno.EAGAIN || lastErrno() === errno.EINTR) return undefined;
  check("splice", -1);
}

const F_SETPIPE_SZ = 1031;
const O_CLOEXEC = 0o2000000;

/** A pipe of about `capacity` bytes: [reading end, writing end]. A smaller one is no error. */
export function pipe(capacity?: number): [number, number] {
  demand("pipe2", undefined, pair.address, O_CLOEXEC);
  const ends: [number, number] = [pair.view.getInt32(0, true), pair.view.getInt32(4, true)];
  // Users are limited to so many pages of pipe buffers (pipe(7)): the default size works as well.
  if (capacity !== undefined) attempt("fcntl", ends[0], F_SETPIPE_SZ, capacity);
  return ends;
}
