/**
 * Going to the background. There is no fork here: the daemon is a new process in a session of its
 * own, and the starting command stays until that has its ports and its PidFile.
 *
 * @module
 */

import { close, O, open, read, writeString } from "../libc/files.ts";
import { openDescriptors } from "../libc/open_descriptors.ts";
import { chdir, duplicateOnto, setInheritable } from "../libc/process.ts";
import { fstat } from "../libc/statx.ts";
import { pipe } from "../libc/transfer.ts";
import type { ProgramCommand } from "./session_starter.ts";

const STDERR = 2;

/** Digits of a number on the daemon's command line: room for its title in `ps`. */
const ROOM = 64;

/** What the daemon writes when it serves. */
const READY = "ready\n";

/**
 * Starts `program` as a daemon with the command line `words` and waits until it serves: the result
 * is the exit status for the starting command. Reasons for failure go to standard error, which the
 * daemon shares until then.
 */
export async function detach(program: ProgramCommand, words: readonly string[]): Promise<number> {
  const [reading, writing] = pipe();
  setInheritable(writing, true);
  const child = new Deno.Command(program.command, {
    args: [...program.args, "@daemon", String(writing).padStart(ROOM, "0"), ...words],
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
    detached: true,
  }).spawn();
  close(writing);
  // Blocks until the daemon has written, or has ended and so closed its end.
  const served = read(reading, new Uint8Array(READY.length)) > 0;
  close(reading);
  if (served) {
    child.unref();
    return 0;
  }
  const { code } = await child.status;
  return code === 0 ? 1 : code;
}

/**
 * Drops the copy of standard error that the runtime keeps for itself; to be called before anything is
 * opened. Without that, who waits for the end of a pipe behind it, as `$(proftpd 2>&1)` does, would
 * wait for the daemon's end, and a terminal would never be let go.
 */
export function dropCopiesOfStandardError(): void {
  const { device, inode } = fstat(STDERR);
  const nothing = open("/dev/null", O.RDWR);
  for (const fd of openDescriptors()) {
    if (fd <= STDERR || fd === nothing) continue;
    const stat = fstat(fd);
    if (stat.device === device && stat.inode === inode) duplicateOnto(nothing, fd, false);
  }
  close(nothing);
}

/** Tells the starting command that all is well, and lets go of everything that was its. */
export function announceReady(fd: number): void {
  chdir("/");
  const nothing = open("/dev/null", O.RDWR);
  for (const stream of [0, 1, STDERR]) duplicateOnto(nothing, stream, false);
  close(nothing);
  writeString(fd, READY);
  close(fd);
}
