/**
 * How many spare sessions are worth keeping: as many as clients came at once lately.
 *
 * @module
 */

/** Milliseconds within which clients count as having come at once. */
const MOMENT = 1000;

/** How many such moments a rush is remembered. */
const MEMORY = 10;

/** Milliseconds without clients after which none is kept. */
const LULL = 60_000;

/** The demand for spare sessions. All times are milliseconds of the monotonic clock. */
export class SpareDemand {
  /** Clients of each of the last moments; the place of a moment is its number modulo their count. */
  readonly #clients = new Array<number>(MEMORY).fill(0);
  #moment = 0;
  #last: number;

  /** `most` is the bound; `now` counts as if a client had come: the first one is expected. */
  constructor(private readonly most: number, now: number) {
    this.#last = now;
    this.#advance(now);
  }

  /** A client has come. */
  note(now: number): void {
    this.#advance(now);
    this.#last = now;
    this.#clients[this.#moment % MEMORY] += 1;
  }

  /** How many to keep from now on, until the next client or the next second. */
  wanted(now: number): number {
    if (now - this.#last >= LULL) return 0;
    this.#advance(now);
    return Math.min(this.most, Math.max(1, ...this.#clients));
  }

  /** Forgets moments that are too long ago. */
  #advance(now: number): void {
    const moment = Math.floor(now / MOMENT);
    const passed = Math.min(MEMORY, moment - this.#moment);
    for (let i = 1; i <= passed; i++) this.#clients[(moment - passed + i) % MEMORY] = 0;
    this.#moment = moment;
  }
}
