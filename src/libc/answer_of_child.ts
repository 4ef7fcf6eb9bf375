/**
 * Work that may take too long, done by a child process, so that it can be given up.
 *
 * @module
 */

import { bytesOf, stringOf } from "./bytes.ts";
import { close, read, writeAll } from "./files.ts";
import { endProcess, fork, waitForChild } from "./fork.ts";
import { POLL, PollSet } from "./poll.ts";
import { endWithParent, kill } from "./process.ts";
import { isSysError } from "./sys_error.ts";
import { pipe } from "./transfer.ts";

/** What one write(2) to a pipe takes as a whole (PIPE_BUF). */
const LONGEST = 4096;

const SIGKILL = 9;

/**
 * The byte string (of up to 4096 bytes) that `work` gives in a child of this process; undefined when
 * it throws, or takes longer than `patience` milliseconds, or there can be no child. The process
 * stands still meanwhile. For synchronous work only (see `fork`).
 */
export function answerOfChild(work: () => string, patience: number): string | undefined {
  const [reading, writing] = pipe();
  let child: number;
  try {
    child = fork();
  } catch (error) {
    close(reading);
    close(writing);
    if (!isSysError(error, "EAGAIN", "ENOMEM")) throw error;
    return undefined;
  }
  if (child === 0) answer(work, writing);
  close(writing);
  try {
    return readWithin(reading, patience);
  } finally {
    close(reading);
    kill(child, SIGKILL);
    waitForChild(child);
  }
}

/** The child's part. */
function answer(work: () => string, writing: number): never {
  try {
    endWithParent(SIGKILL);
    writeAll(writing, bytesOf(work()).subarray(0, LONGEST));
    endProcess(0);
  } catch {
    endProcess(1); // the parent finds no answer
  }
}

function readWithin(fd: number, patience: number): string | undefined {
  const end = performance.now() + patience;
  const set = new PollSet(1);
  for (let left = patience; left > 0; left = Math.ceil(end - performance.now())) {
    set.clear();
    set.add(fd, POLL.IN);
    if (set.block(left) === 0) continue; // time is up, or there was a signal
    const bytes = new Uint8Array(LONGEST);
    const count = read(fd, bytes);
    return count === 0 ? undefined : stringOf(bytes, 0, count);
  }
  return undefined;
}
