/**
 * What ps(1) shows of this process, changed in place.
 *
 * The kernel reads a process's command line out of the process's own memory (proc_pid_cmdline(5)).
 * Writing there costs no system call, and needs room: who starts this process gives it arguments
 * long enough. The name in parentheses of `ps -C` and pidof(8) is another thing (`setProcessName`).
 *
 * @module
 */

import { encodeInto } from "./bytes.ts";
import { readFile } from "./files.ts";
import { setProcessName } from "./process.ts";
import { isSysError } from "./sys_error.ts";

/** The name that `pidof proftpd` looks for, however the program was started. */
const NAME = "proftpd";

/** The command line of this process. To be made while the runtime may still follow pointers. */
export class ProcessTitle {
  readonly #area = argumentArea();

  constructor() {
    setProcessName(NAME);
    this.#area.fill(0);
    // Tells the kernel that the whole is one text that ends at the first NUL.
    this.#area.fill(1, -1);
  }

  /** How many bytes of a title can be seen. */
  get room(): number {
    return Math.max(0, this.#area.length - 2);
  }

  /** Shows the byte string `title`, as much of it as there is room for. */
  set(title: string): void {
    if (this.room === 0) return;
    const shown = title.length > this.room ? title.slice(0, this.room) : title;
    this.#area[encodeInto(shown, this.#area, 0)] = 0;
  }
}

/** The memory of the arguments; empty where /proc does not tell. */
function argumentArea(): Uint8Array<ArrayBuffer> {
  const nothing = new Uint8Array(0);
  let stat: string;
  try {
    stat = readFile("/proc/self/stat", 4096);
  } catch (error) {
    if (!isSysError(error, "ENOENT", "EACCES")) throw error;
    return nothing;
  }
  // proc_pid_stat(5): fields 48 and 49 are arg_start and arg_end; field 3 is the first behind the
  // program's name, which may hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const start = Number(fields[48 - 3]);
  const end = Number(fields[49 - 3]);
  const pointer = start > 0 && end > start ? Deno.UnsafePointer.create(BigInt(start)) : null;
  if (pointer === null) return nothing;
  return new Uint8Array(Deno.UnsafePointerView.getArrayBuffer(pointer, end - start));
}
