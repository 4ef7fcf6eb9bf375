/**
 * Standard output and standard error as logs: what containers and `-n` use, and what there is before
 * any log is open.
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { strerror } from "../libc/errno.ts";
import { attemptWithBuffer, lastErrno } from "../libc/kernel.ts";
import { POLL, PollSet } from "../libc/poll.ts";
import { type LineSink, LossCount, type Losses } from "./sink.ts";

/** The descriptors. */
export const STANDARD = { output: 1, error: 2 } as const;

/** How long a line may wait for a reader that is busy, in milliseconds. */
const PATIENCE = 200;

/** What a pipe takes at once, and whole, when it says that it takes anything (PIPE_BUF, pipe(7)). */
const PORTION = 4096;

/**
 * Lines to one of them. A terminal that is gone, or a pipe that nobody reads, is no error, and
 * nobody waits long for it.
 */
export class StandardSink implements LineSink {
  readonly #losses = new LossCount();
  readonly #room = new PollSet(1);

  constructor(private readonly fd: typeof STANDARD[keyof typeof STANDARD]) {}

  write(line: string): boolean {
    const bytes = bytesOf(`${line}\n`);
    for (let at = 0; at < bytes.length;) {
      if (!this.#hasRoom()) {
        this.#losses.add("nobody reads it");
        return false;
      }
      const portion = bytes.subarray(at, at + PORTION);
      const count = attemptWithBuffer("write", this.fd, portion, portion.length);
      if (count <= 0) {
        this.#losses.add(strerror(lastErrno()));
        return false;
      }
      at += count;
    }
    return true;
  }

  takeLosses(): Losses | undefined {
    return this.#losses.take();
  }

  /** They are not ours to close. */
  close(): void {}

  #hasRoom(): boolean {
    this.#room.clear();
    this.#room.add(this.fd, POLL.OUT);
    return this.#room.check() > 0 || this.#room.block(PATIENCE) > 0;
  }
}
