/**
 * The process's mask of permission bits (umask(2)), which is set for moments only.
 *
 * @module
 */

import { umask } from "../libc/files.ts";

/** The mask of one session's process. */
export class FileMask {
  /** What it is between two moments, once that is known. */
  #usual: number | undefined;

  /** Runs `work` with `mask` as the mask: where that is the usual one, without any system call. */
  during<T>(mask: number, work: () => T): T {
    if (mask === this.#usual) return work();
    const usual = this.#usual = umask(mask);
    try {
      return work();
    } finally {
      umask(usual);
    }
  }
}
