/**
 * Limits on what this process may take: seconds of processor time, memory, open descriptors.
 *
 * @module
 */

import { readFile } from "../libc/files.ts";
import { openDescriptors } from "../libc/open_descriptors.ts";
import { getLimit, RLIMIT, setLimit } from "../libc/process.ts";
import { isSysError } from "../libc/sys_error.ts";
import { asRoot } from "./as_root.ts";

/** A soft and a hard limit; `max`: as much as may be had. */
export interface Limit {
  readonly soft: number | "max";
  readonly hard: number | "max";
}

/** Limits that are asked for; what is undefined stays as it is. */
export interface Limits {
  /** Seconds. */
  readonly cpu: Limit | undefined;
  /** Bytes. */
  readonly memory: Limit | undefined;
  /** Descriptors. */
  readonly openFiles: Limit | undefined;
}

/** Descriptors that a session opens besides those that are open when it begins. */
const DESCRIPTORS_OF_A_SESSION = 16;

/**
 * Sets `limits` for this process. The result are lines for the log (level warning) about those that
 * could not be set as they are written.
 *
 * Memory is counted by RLIMIT_DATA and above what the process has now: the runtime reserves address
 * space by the gigabyte, most of which it never touches, so that RLIMIT_AS, which the original sets,
 * would have to be larger than any number that an administrator writes.
 */
export function limitResources({ cpu, memory, openFiles }: Limits): string[] {
  const notes: string[] = [];
  if (cpu) apply("CPU", RLIMIT.CPU, cpu, notes);
  if (memory) {
    const taken = dataSize();
    const above = (value: number | "max") => value === "max" ? value : value + taken;
    apply("memory", RLIMIT.DATA, { soft: above(memory.soft), hard: above(memory.hard) }, notes);
  }
  if (openFiles) {
    const least = openDescriptors().length + DESCRIPTORS_OF_A_SESSION;
    const enough = (value: number | "max") => value === "max" ? value : Math.max(value, least);
    const raised = { soft: enough(openFiles.soft), hard: enough(openFiles.hard) };
    if (raised.soft !== openFiles.soft) {
      notes.push(`${openFiles.soft} open files are not enough for this server, taking ${least}`);
    }
    apply("open file", RLIMIT.NOFILE, raised, notes);
  }
  return notes;
}

function apply(what: string, resource: number, limit: Limit, notes: string[]): void {
  const before = getLimit(resource);
  const hard = limit.hard === "max" ? before.hard : limit.hard;
  const soft = Math.min(limit.soft === "max" ? hard : limit.soft, hard);
  try {
    asRoot(() => setLimit(resource, soft, hard));
  } catch (error) {
    if (!isSysError(error, "EPERM", "EINVAL")) throw error;
    notes.push(`error setting ${what} resource limits: ${error.reason}`);
  }
}

/** What RLIMIT_DATA counts of this process, in bytes (proc_pid_status(5)). */
function dataSize(): number {
  const [, kilobytes] = /^VmData:\s*(\d+) kB/m.exec(readFile("/proc/self/status", 1 << 16)) ?? [];
  return Number(kilobytes ?? 0) * 1024;
}
