/**
 * How many sessions a machine can stand when nobody says.
 *
 * @module
 */

import { readFile } from "../libc/files.ts";

/** What a session is reckoned with, in bytes: well above what it needs. */
const PER_SESSION = 16 << 20;

/**
 * The limit that takes the place of an unset `MaxInstances`: sessions may fill half of the machine's
 * memory, and there may be 1000 at most. A flood of connections then costs refusals, not the machine.
 */
export function defaultMaxInstances(): number {
  const total = /^MemTotal:\s*(\d+) kB/m.exec(readFile("/proc/meminfo", 1 << 20));
  const bytes = total ? Number(total[1]) * 1024 : 1 << 30;
  return Math.min(1000, Math.max(30, Math.floor(bytes / 2 / PER_SESSION)));
}
