/**
 * Whether the process behind a record is still there.
 *
 * @module
 */

import { kill } from "../libc/process.ts";
import { processStart } from "../libc/process_start.ts";

/** No process has a higher id (PID_MAX_LIMIT of 64-bit kernels). */
const LAST_PID = 1 << 22;

/** Whether `pid` can be a process at all: 0, and what a garbled record holds, means others to kill(2). */
export function isProcessId(pid: number): boolean {
  return pid > 0 && pid <= LAST_PID;
}

/** Whether there is a process `pid`, of whatever user: one system call. It may be a later one. */
export function exists(pid: number): boolean {
  return isProcessId(pid) && kill(pid, 0);
}

/**
 * Whether the process `pid` is the one that was started at `start` (see `processStart`). Where /proc
 * does not tell, every process of that id counts, for a living session must never lose its record.
 */
export function isAlive(pid: number, start: number): boolean {
  if (!exists(pid)) return false;
  const there = processStart(pid);
  if (there === undefined || start === 0) return there !== 0;
  return there === start;
}
