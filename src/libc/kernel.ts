/**
 * The door to the kernel: every system call of this program goes through syscall(2).
 *
 * Why one function and not one per call: opening a symbol costs 0.1 ms, because the runtime
 * compiles a trampoline for each, and a session that opened sixty would start 10 ms later. The
 * typed functions around this door (`files.ts`, `sockets.ts`, …) carry the names of the manual.
 *
 * @module
 */

import { numberOf, type SystemCall } from "./numbers.ts";
import { SysError } from "./sys_error.ts";

const library = Deno.dlopen("libc.so.6", {
  // long syscall(long number, ...)
  syscall: {
    parameters: ["i64", "i64", "i64", "i64", "i64", "i64", "i64"],
    result: "i64",
  },
  // the same, with memory of the runtime's as the second argument
  syscallWithBuffer: {
    name: "syscall",
    parameters: ["i64", "i64", "buffer", "i64", "i64", "i64", "i64"],
    result: "i64",
  },
  // int *__errno_location(void)
  __errno_location: { parameters: [], result: "pointer" },
});

/** 64-bit parameters take plain numbers at run time, much faster than the BigInt of their type. */
type Integer = number | bigint;

const syscall = library.symbols.syscall as (
  number: Integer,
  ...args: [Integer, Integer, Integer, Integer, Integer, Integer]
) => Integer;
const syscallWithBuffer = library.symbols.syscallWithBuffer as (
  number: Integer,
  a: Integer,
  buffer: Uint8Array<ArrayBuffer>,
  c: Integer,
  d: Integer,
  e: Integer,
  f: Integer,
) => Integer;

/** errno of the main thread, in place: right after any synchronous call, never after an awaited one. */
const errnoCell = new Int32Array(errnoMemory());

function errnoMemory(): ArrayBuffer {
  const pointer = library.symbols.__errno_location();
  if (pointer === null) throw new Error("__errno_location returned no address");
  return Deno.UnsafePointerView.getArrayBuffer(pointer, 4);
}

/** errno as the last synchronous call left it. */
export function lastErrno(): number {
  return errnoCell[0];
}

/**
 * Makes the system call `call` with integer arguments (descriptors, sizes, flags, addresses of
 * `Region`s) and returns what it returns, −1 included; `lastErrno` tells why. For callers to whom
 * a failure is an ordinary answer (EAGAIN on a socket, ENOENT on a path).
 */
export function attempt(
  call: SystemCall,
  a = 0,
  b = 0,
  c = 0,
  d = 0,
  e = 0,
  f = 0,
): number {
  return Number(syscall(numberOf[call], a, b, c, d, e, f));
}

/** As `attempt`, for calls whose second argument is memory: read, write, getdents64, sendto … */
export function attemptWithBuffer(
  call: SystemCall,
  a: number,
  buffer: Uint8Array<ArrayBuffer>,
  c: number,
  d = 0,
): number {
  // The last two are the addresses of sendto and recvfrom: none.
  return Number(syscallWithBuffer(numberOf[call], a, buffer, c, d, 0, 0));
}

/** Turns the −1 of a failed call into a `SysError` about `path`; passes anything else through. */
export function check(call: string, result: number, path?: string): number {
  if (result === -1) throw new SysError(call, errnoCell[0], path);
  return result;
}

/** `attempt` for callers to whom failure is an error: throws `SysError`. */
export function demand(
  call: SystemCall,
  path: string | undefined,
  a = 0,
  b = 0,
  c = 0,
  d = 0,
  e = 0,
): number {
  return check(call, Number(syscall(numberOf[call], a, b, c, d, e, 0)), path);
}
