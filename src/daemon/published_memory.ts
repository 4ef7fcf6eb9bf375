/**
 * Memory that the daemon writes and that all sessions see.
 *
 * @module
 */

import { close, ftruncate, O, open, pwrite } from "../libc/files.ts";
import { setInheritable, writableMemoryFile } from "../libc/process.ts";

/** A stretch of memory: sessions inherit a descriptor that can only read. */
export class PublishedMemory {
  readonly #memory: number;
  /** The descriptor for sessions. */
  readonly forReading: number;

  /** `name` is what /proc shows. Throws `SysError`. */
  constructor(name: string) {
    this.#memory = writableMemoryFile(name);
    this.forReading = open(`/proc/self/fd/${this.#memory}`, O.RDONLY);
    setInheritable(this.forReading, true);
  }

  /** Puts `bytes` there, from `offset` on. */
  write(bytes: Uint8Array<ArrayBuffer>, offset: number): void {
    pwrite(this.#memory, bytes, offset);
  }

  /** Makes it end at `length`. */
  cut(length: number): void {
    ftruncate(this.#memory, length);
  }

  /** Gives it up: sessions keep what they have. */
  close(): void {
    close(this.#memory);
    close(this.forReading);
  }
}
