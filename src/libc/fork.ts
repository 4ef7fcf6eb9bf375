/**
 * fork(2) for a process of this runtime, and the end of what came of it.
 *
 * In the new process only the thread goes on that made the call: no event loop, no thread for work in
 * the background, nothing asynchronous of the runtime's works there. What does work is everything
 * that is a plain call, and promises that are settled by it. So it has to end by `endProcess` before
 * the program waits for anything else.
 *
 * The call is the kernel's, not glibc's: no other thread may be inside of the C library meanwhile.
 * Those that the runtime has started wait for work then, if nobody has given them any.
 *
 * @module
 */

import { attempt, demand } from "./kernel.ts";
import { scratch } from "./memory.ts";

const SIGCHLD = 17;
const CLONE_PARENT = 0x8000;
const MADV_DOFORK = 11;
/**
 * All of a process's own memory is between these: it has 47 bits of address on x86-64 and up to 48 on
 * aarch64, whose pages may be of 64 KiB.
 */
const LOWEST = 0x1_0000;
const HIGHEST = 0xffff_ffff_0000;

/** Makes a child of this process: its number, 0 in the child itself. Throws `SysError`. */
export function fork(): number {
  return copy(SIGCHLD);
}

/** Makes a child of this process's parent, a brother or sister; otherwise as `fork`. */
export function forkSibling(): number {
  return copy(SIGCHLD | CLONE_PARENT);
}

function copy(flags: number): number {
  shareHeap();
  return demand("clone", undefined, flags, 0, 0, 0, 0);
}

/**
 * V8 asks the kernel to leave its memory out of forks (MADV_DONTFORK): whoever forks to start another
 * program is faster then. We are going to use it. What it answers does not matter: it tells about
 * stretches without memory, and ends at pages of its own, which lie above all that V8 has.
 */
function shareHeap(): void {
  attempt("madvise", LOWEST, HIGHEST - LOWEST, MADV_DOFORK);
}

/** Ends this process at once: nothing of the runtime's is taken apart first. */
export function endProcess(status: number): never {
  attempt("exit_group", status);
  throw new Error("exit_group returned");
}

/** How a process ended. */
export interface Ending {
  readonly code: number;
  /** The number of the signal that killed it, or null. */
  readonly signal: number | null;
}

const WNOHANG = 1;

/** How the child `pid` ended; undefined while it runs. It is gone then. Throws `SysError` (ECHILD). */
export function reap(pid: number): Ending | undefined {
  return demand("wait4", undefined, pid, scratch.address, WNOHANG, 0) === 0 ? undefined : ending();
}

/** Waits until the child `pid` has ended. Throws `SysError` (ECHILD). */
export function waitForChild(pid: number): Ending {
  demand("wait4", undefined, pid, scratch.address, 0, 0);
  return ending();
}

/** What wait4(2) has left: the status in the second byte, a signal in the low bits of the first. */
function ending(): Ending {
  const status = scratch.view.getInt32(0, true);
  const signal = status & 0x7f;
  return signal === 0
    ? { code: (status >> 8) & 0xff, signal: null }
    : { code: 128 + signal, signal };
}
