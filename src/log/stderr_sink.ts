/**
 * Standard error as a log: what `-n` uses, and what there is before any log is open.
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { strerror } from "../libc/errno.ts";
import { attemptWithBuffer, lastErrno } from "../libc/kernel.ts";
import { type LineSink, LossCount, type Losses } from "./sink.ts";

/** Lines to descriptor 2. A terminal that is gone, or a pipe nobody reads, is no error. */
export class StderrSink implements LineSink {
  readonly #losses = new LossCount();

  write(line: string): boolean {
    const bytes = bytesOf(`${line}\n`);
    for (let at = 0; at < bytes.length;) {
      const count = attemptWithBuffer("write", 2, bytes.subarray(at), bytes.length - at);
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

  /** Standard error is not ours to close. */
  close(): void {}
}
