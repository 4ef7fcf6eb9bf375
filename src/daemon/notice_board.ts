/**
 * Where the daemon leaves a text for all sessions, those in a jail included.
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { ftruncate, O, open, pwrite } from "../libc/files.ts";
import { setInheritable, writableMemoryFile } from "../libc/process.ts";

/** A text in memory: the daemon writes it, sessions inherit a descriptor that can only read. */
export class NoticeBoard {
  readonly #memory = writableMemoryFile("notice");
  /** The descriptor for sessions. */
  readonly forReading: number;

  constructor() {
    this.forReading = open(`/proc/self/fd/${this.#memory}`, O.RDONLY);
    setInheritable(this.forReading, true);
  }

  /** Puts `text`, a byte string, in the place of what was there. */
  post(text: string): void {
    pwrite(this.#memory, bytesOf(text), 0);
    ftruncate(this.#memory, text.length);
  }
}
