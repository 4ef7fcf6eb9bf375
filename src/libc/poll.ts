/**
 * poll(2): waiting for several descriptors at once.
 *
 * @module
 */

import { pollInBackground } from "./background_poll.ts";
import { attempt } from "./kernel.ts";
import { region } from "./memory.ts";

/** Events of poll(2) to wait for. Errors and the end are reported whether asked for or not. */
export const POLL = { IN: 1, PRI: 2, OUT: 4 } as const;

/** A set of descriptors to wait for, with room for `capacity` of them. */
export class PollSet {
  readonly #memory;
  readonly #timeout = region(16);
  #count = 0;

  /** `capacity` is the largest number of descriptors. */
  constructor(capacity: number) {
    this.#memory = region(capacity * 8);
  }

  /** Empties the set. */
  clear(): void {
    this.#count = 0;
  }

  /** Adds a descriptor with the events to wait for and returns its index for `events`. */
  add(fd: number, events: number): number {
    const index = this.#count++;
    this.#memory.view.setInt32(index * 8, fd, true);
    this.#memory.view.setInt16(index * 8 + 4, events, true);
    this.#memory.view.setInt16(index * 8 + 6, 0, true);
    return index;
  }

  /** What happened to the descriptor at `index` in the last wait: bits of `POLL`. */
  events(index: number): number {
    return this.#memory.view.getInt16(index * 8 + 6, true);
  }

  /**
   * Waits up to `timeout` ms (−1: without end) while signals, promises and timers go on. The
   * result is how many descriptors have events; 0 at the time-out.
   */
  async wait(timeout: number): Promise<number> {
    return Math.max(0, await pollInBackground(this.#memory.bytes, this.#count, timeout));
  }

  /** Looks without waiting. */
  check(): number {
    return this.block(0);
  }

  /**
   * As `wait`, but everything else stands still meanwhile: no listener, promise or timer of the
   * runtime's goes on. A signal that is caught ends the wait early, as if time were up.
   */
  block(timeout: number): number {
    const { view, address } = this.#timeout;
    // The lower halves of seconds and nanoseconds: a time-out is no more than 2^31 ms.
    view.setUint32(0, Math.floor(timeout / 1000), true);
    view.setUint32(8, Math.floor((timeout % 1000) * 1e6), true);
    const limit = timeout < 0 ? 0 : address;
    return Math.max(0, attempt("ppoll", this.#memory.address, this.#count, limit, 0, 0));
  }
}
