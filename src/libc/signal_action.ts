/**
 * What a signal does in this process: rt_sigaction(2), and handlers of machine instructions, which need
 * nothing of the runtime.
 *
 * @module
 */

import { close } from "./files.ts";
import { attempt, demand } from "./kernel.ts";
import { scratch } from "./memory.ts";
import { memoryFile } from "./process.ts";

/** The handler that stands for the signal's default effect. */
export const SIG_DFL = 0;
/** The handler that stands for ignoring the signal. */
export const SIG_IGN = 1;

const SA_SIGINFO = 0x4;
const SA_RESTORER = 0x0400_0000;
const SA_ONSTACK = 0x0800_0000;
const SA_RESTART = 0x1000_0000;

/** For a handler that takes siginfo_t, on the stack for signals; what it interrupts goes on. */
export const HANDLER_FLAGS = SA_SIGINFO | SA_ONSTACK | SA_RESTART;

/** The four bytes of `value` as both architectures have them. */
export function littleEndian(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}

const PROT_READ_EXEC = 5;
const MAP_PRIVATE = 2;

/** Puts `code` where it can run and nobody can change it; its address, or undefined. `name` is for /proc. */
export function executable(name: string, code: readonly number[]): number | undefined {
  const file = memoryFile(name, String.fromCharCode(...code));
  const address = attempt("mmap", 0, code.length, PROT_READ_EXEC, MAP_PRIVATE, file, 0);
  close(file);
  return address === -1 ? undefined : address;
}
/**
 * rt_sigaction(2) for all threads: struct sigaction as the kernel has it. While a handler runs no other signal comes
 * in between: the small stack for signals has no room for two.
 */
export function setAction(signal: number, handler: number, flags: number, restorer: number): void {
  const { view, address } = scratch;
  const all = restorer === 0 ? flags : flags + SA_RESTORER;
  view.setBigUint64(0, BigInt(handler), true);
  view.setBigUint64(8, BigInt(all), true);
  view.setBigUint64(16, BigInt(restorer), true);
  view.setBigUint64(24, 0xffff_ffff_ffff_ffffn, true);
  demand("rt_sigaction", undefined, signal, address, 0, 8);
}
