/**
 * What programs of the tests have in common that try to get out of where they are.
 *
 * @module
 */
import { mkdirAt, rmdirAt } from "../../src/libc/files.ts";
import { chdir, chroot } from "../../src/libc/process.ts";
import { AT_FDCWD } from "../../src/libc/statx.ts";

/** What `work` came to: `done`, or the name of its error. */
export function result(work: () => unknown): string {
  try {
    work();
    return "done";
  } catch (error) {
    return error instanceof Error ? (error as { code?: string }).code ?? error.name : `${error}`;
  }
}

/** Climbs out of a root directory as root could: a new root below, and `..` from outside of it. */
export function climb(): void {
  mkdirAt(AT_FDCWD, "/below", 0o700);
  try {
    chroot("/below");
    for (let i = 0; i < 32; i++) chdir("..");
    chroot(".");
  } finally {
    rmdirAt(AT_FDCWD, "/below");
  }
}
