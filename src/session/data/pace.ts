/**
 * How fast a transfer may go (`TransferRate`).
 *
 * @module
 */

/** Pieces in a second: small enough to be even, large enough to cost nothing. */
const PIECES = 10;

/** Bytes that are moved at once where the rate would allow more. */
const LARGEST = 256 << 10;

/** The pace of one transfer. Times are milliseconds of the monotonic clock. */
export class Pace {
  readonly #piece: number;
  #free: number;
  /** When all that has moved so far should have moved; undefined while bytes are free. */
  #due: number | undefined;

  /** `rate` is in bytes per second, above 0; `free` are bytes that do not count. */
  constructor(private readonly rate: number, free: number) {
    this.#piece = Math.min(LARGEST, Math.max(1, Math.floor(rate / PIECES)));
    this.#free = free;
  }

  /** How many bytes may be moved at once now. */
  get portion(): number {
    return this.#free > 0 ? this.#free : this.#piece;
  }

  /** Notes that `count` bytes have moved at `now`. */
  moved(count: number, now: number): void {
    const free = Math.min(count, this.#free);
    this.#free -= free;
    if (count > free) {
      // Time that was lost waiting for the client is not made up for: it would end in a burst.
      const from = Math.max(this.#due ?? now, now - 1000);
      this.#due = from + (count - free) * 1000 / this.rate;
    }
  }

  /** Milliseconds from `now` until more may be moved; 0 for at once. */
  delay(now: number): number {
    return Math.max(0, (this.#due ?? now) - now);
  }
}
