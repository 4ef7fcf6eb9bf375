/**
 * MaxConnectionRate: how many connections are taken in a stretch of time.
 *
 * @module
 */

import type { Rate } from "../config/rate.ts";

/** Counts connections; the stretch begins anew with the first one after its end. */
export class ConnectionRate {
  #since = -Infinity;
  #count = 0;

  /** `rate`: undefined lets everybody in. */
  constructor(readonly rate: Rate | undefined) {}

  /** Whether a connection that comes at `now`, in monotonic milliseconds, may stay. */
  admits(now: number): boolean {
    if (this.rate === undefined) return true;
    if (now - this.#since >= this.rate.seconds * 1000) {
      this.#since = now;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count <= this.rate.count;
  }
}
