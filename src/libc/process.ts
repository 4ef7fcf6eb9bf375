/**
 * This process and its descriptors: ids, limits, duplication, wake-ups, signals to others.
 *
 * @module
 */

import { stringUntilNul } from "./bytes.ts";
import { attempt, attemptWithBuffer, check, demand, lastErrno } from "./kernel.ts";
import { errno } from "./errno.ts";
import { close, writeString } from "./files.ts";
import { pathAt, region, scratch } from "./memory.ts";

/** The process id. */
export function getpid(): number {
  return attempt("getpid");
}

/** The parent's process id; 1 (or a subreaper's) once the parent is gone. */
export function getppid(): number {
  return attempt("getppid");
}

/** The real user id. */
export function getuid(): number {
  return attempt("getuid");
}

/** The effective user id. */
export function geteuid(): number {
  return attempt("geteuid");
}

/** The real group id. */
export function getgid(): number {
  return attempt("getgid");
}

/** The effective group id. */
export function getegid(): number {
  return attempt("getegid");
}

/** The supplementary groups. */
export function getgroups(): number[] {
  const count = demand("getgroups", undefined, 0, 0);
  const list = region(4 * count);
  demand("getgroups", undefined, count, list.address);
  return Array.from({ length: count }, (_, i) => list.view.getUint32(4 * i, true));
}

/** Makes the process the leader of a new session without a terminal (credentials(7)). */
export function setsid(): void {
  demand("setsid", undefined);
}

/** Changes the working directory. */
export function chdir(path: string): void {
  demand("chdir", path, pathAt(path));
}

/** Confines the process to `path`; the working directory stays where it was: chdir first. */
export function chroot(path: string): void {
  demand("chroot", path, pathAt(path));
}

/** Sends a signal; false when there is no such process, or (signal 0) just tells whether there is. */
export function kill(pid: number, signal: number): boolean {
  if (attempt("kill", pid, signal) === 0) return true;
  if (lastErrno() === errno.ESRCH) return false;
  if (signal === 0 && lastErrno() === errno.EPERM) return true;
  check("kill", -1);
  return false;
}

const F = { DUPFD_CLOEXEC: 1030, GETFD: 1, SETFD: 2, GETFL: 3, SETFL: 4 } as const;
const FD_CLOEXEC = 1;
const O_CLOEXEC = 0o2000000;
const O_NONBLOCK = 0o4000;

/** A copy of `fd` at `least` or above, closed on exec. */
export function duplicate(fd: number, least = 3): number {
  return demand("fcntl", undefined, fd, F.DUPFD_CLOEXEC, least);
}

/** Makes `target` another name for `fd`, closing what it was; `inherit` keeps it open across exec. */
export function duplicateOnto(fd: number, target: number, inherit: boolean): void {
  demand("dup3", undefined, fd, target, inherit ? 0 : O_CLOEXEC);
}

/** Whether programs started from here inherit `fd`. */
export function setInheritable(fd: number, inherit: boolean): void {
  demand("fcntl", undefined, fd, F.SETFD, inherit ? 0 : FD_CLOEXEC);
}

/** Whether `fd` is open at all. */
export function isOpen(fd: number): boolean {
  return attempt("fcntl", fd, F.GETFD) !== -1;
}

/** Switches blocking off (or on) for everybody who shares the open file behind `fd`. */
export function setNonBlocking(fd: number, nonBlocking: boolean): void {
  const flags = demand("fcntl", undefined, fd, F.GETFL);
  const wanted = nonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
  if (wanted !== flags) demand("fcntl", undefined, fd, F.SETFL, wanted);
}

/** An eventfd(2): `wake` makes it readable, `drain` makes it quiet again. */
export function eventfd(): number {
  return demand("eventfd2", undefined, 0, O_CLOEXEC | O_NONBLOCK);
}

const one = new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0]);
const sink = new Uint8Array(8);

/** Wakes whoever polls the eventfd. */
export function wake(fd: number): void {
  attemptWithBuffer("write", fd, one, 8);
}

/** Takes back all wake-ups of the eventfd so far. */
export function drain(fd: number): void {
  attemptWithBuffer("read", fd, sink, 8);
}

/** Memory as a file (memfd_create(2)), with `contents`, inherited by children under its number. */
export function memoryFile(name: string, contents: string): number {
  // Whoever inherits it can only read.
  return sealedMemory(name, (fd) => writeString(fd, contents), SEAL.seal | SEAL.size | SEAL.write);
}

/** Memory as a file of `size` zero bytes, which children inherit: everybody may write, nobody resize it. */
export function sharedMemoryFile(name: string, size: number): number {
  const fill = (fd: number) => void demand("ftruncate", name, fd, size);
  return sealedMemory(name, fill, SEAL.seal | SEAL.size);
}

const F_ADD_SEALS = 1033;
/** Seals of fcntl(2): no further ones, no shrinking or growing, no writing. */
const SEAL = { seal: 1, size: 2 | 4, write: 8 } as const;

function sealedMemory(name: string, fill: (fd: number) => void, seals: number): number {
  const fd = demand("memfd_create", name, pathAt(name), 2 /* MFD_ALLOW_SEALING */);
  try {
    fill(fd);
    demand("fcntl", name, fd, F_ADD_SEALS, seals);
    return fd;
  } catch (error) {
    close(fd);
    throw error;
  }
}

/** Memory as a file, empty and open for writing, closed on exec. */
export function writableMemoryFile(name: string): number {
  return demand("memfd_create", name, pathAt(name), 1 /* MFD_CLOEXEC */);
}

/** Resources of setrlimit(2); the numbers are the same on x86-64 and arm64. */
export const RLIMIT = { CPU: 0, DATA: 2, CORE: 4, NOFILE: 7, AS: 9 } as const;

/** The soft and hard limit of a resource; `Infinity` for none. */
export function getLimit(resource: number): { soft: number; hard: number } {
  demand("prlimit64", undefined, 0, resource, 0, scratch.address);
  return { soft: limitAt(0), hard: limitAt(8) };
}

/** Sets the soft and hard limit of a resource for this process. */
export function setLimit(resource: number, soft: number, hard: number): void {
  setLimitAt(0, soft);
  setLimitAt(8, hard);
  demand("prlimit64", undefined, 0, resource, scratch.address, 0);
}

const RLIM_INFINITY = 0xffff_ffff_ffff_ffffn;

function limitAt(offset: number): number {
  const value = scratch.view.getBigUint64(offset, true);
  return value === RLIM_INFINITY ? Infinity : Number(value);
}

function setLimitAt(offset: number, value: number): void {
  scratch.view.setBigUint64(offset, value === Infinity ? RLIM_INFINITY : BigInt(value), true);
}

const PR = { SET_NAME: 15, SET_DUMPABLE: 4, SET_PDEATHSIG: 1 } as const;

/** Sets the name that `ps -o comm` and pidof show; 15 bytes at most. */
export function setProcessName(name: string): void {
  demand("prctl", name, PR.SET_NAME, pathAt(name.slice(0, 15)));
}

/** Has the kernel send `signal` to this process when the thread ends that made it. */
export function endWithParent(signal: number): void {
  demand("prctl", undefined, PR.SET_PDEATHSIG, signal);
}

/** Whether others of the same user may attach to the process or read its memory (ptrace, /proc, cores). */
export function setDumpable(dumpable: boolean): void {
  demand("prctl", undefined, PR.SET_DUMPABLE, dumpable ? 1 : 0);
}

/** The machine's name (uname(2)), as gethostname(2) gives it. */
export function hostname(): string {
  demand("uname", undefined, scratch.address);
  return utsname(1);
}

/** What uname(2) says about system and machine. */
export function machineFacts(): { system: string; release: string; architecture: string } {
  demand("uname", undefined, scratch.address);
  return { system: utsname(0), release: utsname(2), architecture: utsname(4) };
}

/** Field number `index` of struct utsname: six fields of 65 bytes. */
function utsname(index: number): string {
  return stringUntilNul(scratch.bytes, index * 65, (index + 1) * 65);
}

/** Fills `buffer` (256 bytes at most) with random bytes from the kernel. */
export function getrandom(buffer: Uint8Array<ArrayBuffer>): void {
  demand("getrandom", undefined, scratch.address, buffer.length, 0);
  buffer.set(scratch.bytes.subarray(0, buffer.length));
}
