/**
 * A program for `files_test.ts`: writes to the file at its first argument more than the file may hold,
 * in each way there is, and prints what becomes of that, as JSON.
 */
import { O, open, pwrite, pwriteFrom, writeAll } from "../../src/libc/files.ts";
import { region } from "../../src/libc/memory.ts";
import { setLimit } from "../../src/libc/process.ts";
import { ignoreSignals } from "../../src/libc/signals.ts";
import { SysError } from "../../src/libc/sys_error.ts";

const RLIMIT_FSIZE = 1;
const SIGXFSZ = 25;

ignoreSignals(SIGXFSZ);
setLimit(RLIMIT_FSIZE, 1000, 1000);
const file = open(Deno.args[0], O.RDWR | O.CREAT, 0o600);
const much = region(1500);

function outcome(work: () => void): string {
  try {
    work();
    return "written";
  } catch (error) {
    if (error instanceof SysError) return error.code;
    throw error;
  }
}

console.log(JSON.stringify({
  pwrite: outcome(() => pwrite(file, much.bytes, 0)),
  pwriteFrom: outcome(() => pwriteFrom(file, much, 0, 1500, 0)),
  writeAll: outcome(() => writeAll(file, much.bytes)),
  fits: outcome(() => pwriteFrom(file, much, 500, 1000, 0)),
}));
