/**
 * Locks between processes: the "open file description" locks of fcntl(2).
 *
 * They belong to an open file, not to a process as POSIX locks do, so closing another descriptor of
 * the same file does not lose them. The kernel takes them back when their holder dies, however.
 *
 * @module
 */

import { attempt, check, lastErrno } from "./kernel.ts";
import { errno } from "./errno.ts";
import { region } from "./memory.ts";
import { getpid } from "./process.ts";

const F_SETLK = 6;
const F_OFD_SETLK = 37;
const F_WRLCK = 1;
const F_UNLCK = 2;

/** struct flock of 64-bit Linux: short l_type, short l_whence, off_t l_start at 8, l_len at 16. */
const lockPlace = region(32);

/** A stretch of a file, in bytes. Length 0: up to its end, wherever that comes to be. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

const WHOLE: Stretch = { start: 0, length: 0 };

function setLock(
  fd: number,
  type: number,
  { start, length }: Stretch,
  command = F_OFD_SETLK,
): boolean {
  lockPlace.bytes.fill(0);
  lockPlace.view.setInt16(0, type, true);
  lockPlace.view.setBigInt64(8, BigInt(start), true);
  lockPlace.view.setBigInt64(16, BigInt(length), true);
  return attempt("fcntl", fd, command, lockPlace.address) === 0;
}

/**
 * Takes `stretch` of the file behind `fd`, which must be open for writing; false when somebody else
 * has some of it, a program with POSIX locks among them. Throws `SysError`.
 */
export function tryLock(fd: number, stretch = WHOLE): boolean {
  if (setLock(fd, F_WRLCK, stretch)) return true;
  if (lastErrno() !== errno.EAGAIN && lastErrno() !== errno.EACCES) check("fcntl", -1);
  return false;
}

/** Multiples of it, without their integers, spread evenly. */
const GOLDEN_RATIO = 0.618034;

/** Milliseconds between two tries of `lockWithin`: others hold such locks for much less. */
const PAUSE = 0.2;

/**
 * As `tryLock`, but asks again for up to `patience` ms, during which the whole process stands still:
 * for locks that are held for moments only. It does not wait in the kernel, where nothing but a
 * signal could end the wait for a holder that was stopped.
 */
export function lockWithin(fd: number, patience: number, stretch = WHOLE): boolean {
  return within(patience, () => tryLock(fd, stretch));
}

/**
 * As `lockWithin`, for the whole file and by the locks of POSIX, which belong to the process: for an
 * open file that several processes have inherited. The process must not close any of its descriptors
 * of the file meanwhile.
 */
export function lockForProcess(fd: number, patience: number): boolean {
  return within(patience, () => {
    if (setLock(fd, F_WRLCK, WHOLE, F_SETLK)) return true;
    if (lastErrno() !== errno.EAGAIN && lastErrno() !== errno.EACCES) check("fcntl", -1);
    return false;
  });
}

/** Gives back what `lockForProcess` took. Throws `SysError`. */
export function unlockForProcess(fd: number): void {
  if (!setLock(fd, F_UNLCK, WHOLE, F_SETLK)) check("fcntl", -1);
}

const LOCK_EX_NB = 2 | 4;
const LOCK_UN = 8;

/**
 * flock(2): takes the whole file, which may be open for reading alone; false when somebody else has it.
 * Throws `SysError`.
 */
export function tryFlock(fd: number): boolean {
  if (attempt("flock", fd, LOCK_EX_NB) === 0) return true;
  if (lastErrno() !== errno.EAGAIN) check("flock", -1);
  return false;
}

/** As `lockWithin`, by flock(2): for files that programs lock in that way, which knows no stretches. */
export function flockWithin(fd: number, patience: number): boolean {
  return within(patience, () => tryFlock(fd));
}

/** Gives back what `tryFlock` or `flockWithin` took. Throws `SysError`. */
export function unflock(fd: number): void {
  check("flock", attempt("flock", fd, LOCK_UN));
}

function within(patience: number, take: () => boolean): boolean {
  if (take()) return true;
  const end = performance.now() + patience;
  // Not all at the same pace, or many who wait would meet again and again. Forks have the same random
  // numbers, but not the same one of these.
  const pace = 0.5 + (getpid() * GOLDEN_RATIO) % 1;
  for (let pause = PAUSE; performance.now() < end; pause = Math.min(pause * 1.5, 10 * PAUSE)) {
    sleep(pause * pace);
    if (take()) return true;
  }
  return false;
}

/** Gives the stretch back. Throws `SysError`. */
export function unlock(fd: number, stretch = WHOLE): void {
  if (!setLock(fd, F_UNLCK, stretch)) check("fcntl", -1);
}

/** struct timespec */
const duration = region(16);

/** Stands still for `ms` milliseconds, or until a signal comes. */
export function sleep(ms: number): void {
  duration.view.setBigInt64(0, BigInt(Math.floor(ms / 1000)), true);
  duration.view.setBigInt64(8, BigInt(Math.floor((ms % 1000) * 1e6)), true);
  attempt("ppoll", 0, 0, duration.address, 0, 0);
}
