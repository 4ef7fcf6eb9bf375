/**
 * When a process was started, which tells it from a later one that was given the same id.
 *
 * @module
 */

import { stringOf } from "./bytes.ts";
import { attempt, attemptWithBuffer } from "./kernel.ts";
import { O } from "./files.ts";
import { pathAt, scratch } from "./memory.ts";
import { AT_FDCWD } from "./statx.ts";

/** f_type of the kernel's own /proc (statfs(2)). */
const PROC_SUPER_MAGIC = 0x9fa0;

const line = new Uint8Array(1024);

/**
 * The start of process `pid` in clock ticks since the machine was booted (proc_pid_stat(5), field
 * 22); 0 when it is dead and only its exit status is left. Undefined when /proc does not tell: there
 * is no such process, or we may not look, or /proc is not the kernel's: in a chroot that belongs to
 * somebody else, a folder of this name proves nothing.
 */
export function processStart(pid: number): number | undefined {
  const flags = O.RDONLY | O.NOFOLLOW | O.NONBLOCK | O.NOCTTY | O.CLOEXEC;
  const fd = attempt("openat", AT_FDCWD, pathAt(`/proc/${pid}/stat`), flags);
  if (fd === -1) return undefined;
  try {
    if (attempt("fstatfs", fd, scratch.address) === -1) return undefined;
    if (Number(scratch.view.getBigInt64(0, true)) !== PROC_SUPER_MAGIC) return undefined;
    const length = attemptWithBuffer("read", fd, line, line.length);
    return length > 0 ? startIn(stringOf(line, 0, length)) : undefined;
  } finally {
    attempt("close", fd);
  }
}

function startIn(stat: string): number | undefined {
  // The second field is the program's name in parentheses, and may hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  if (state === "Z" || state === "X") return 0;
  const start = Number(fields[19]);
  return Number.isSafeInteger(start) ? start : undefined;
}
