/**
 * Memory that the daemon writes and that all sessions see.
 *
 * @module
 */

import { close, fchmod, ftruncate, O, open, pwrite } from "../libc/files.ts";
import { setInheritable, writableMemoryFile } from "../libc/process.ts";
import { asRoot } from "../privilege/mod.ts";

/** Permissions of the memory: to read, for everybody who has a descriptor. */
const MODE = 0o444;

/** A stretch of memory: sessions inherit a descriptor that can only read. */
export class PublishedMemory {
  readonly #memory: number;
  /** The descriptor for sessions. */
  readonly forReading: number;

  /** `name` is what /proc shows. Throws `SysError`. */
  constructor(name: string) {
    // By /proc/self/fd a session could open what it has once more, to write: not what is root's.
    this.#memory = asRoot(() => {
      const memory = writableMemoryFile(name);
      fchmod(memory, MODE);
      return memory;
    });
    this.forReading = open(`/proc/self/fd/${this.#memory}`, O.RDONLY);
    setInheritable(this.forReading, true);
  }

  /** Runs `start`, which is given a descriptor to write by that the programs it starts inherit. */
  lend<T>(start: (memory: number) => T): T {
    setInheritable(this.#memory, true);
    try {
      return start(this.#memory);
    } finally {
      setInheritable(this.#memory, false);
    }
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
