/**
 * What a session has counted and not told yet.
 *
 * @module
 */

import { DURATION_BUCKETS, type Family, SESSION_FAMILIES } from "./families.ts";
import { seriesOf } from "./series.ts";

/** Bytes of one message to the daemon. */
export const MOST_MESSAGE = 4096;

/** Increments by series. */
export class Counts {
  readonly #increments = new Map<string, number>();

  /** Adds `amount` to the series of `family` with these values for its labels. */
  add(family: Family, values: readonly string[], amount = 1): void {
    this.#add(seriesOf(family, values), amount);
  }

  /** Adds a transfer's duration, in seconds. */
  observe(direction: string, seconds: number): void {
    const { durations } = SESSION_FAMILIES;
    for (const bound of DURATION_BUCKETS) {
      // Those that it does not fit in as well: on the page they have to be in their order.
      const isIn = seconds <= bound;
      this.#add(seriesOf(durations, [direction], "_bucket", `${bound}`), isIn ? 1 : 0);
    }
    this.#add(seriesOf(durations, [direction], "_bucket", "+Inf"), 1);
    this.#add(seriesOf(durations, [direction], "_sum"), seconds);
    this.#add(seriesOf(durations, [direction], "_count"), 1);
  }

  #add(series: string, amount: number): void {
    this.#increments.set(series, (this.#increments.get(series) ?? 0) + amount);
  }

  /**
   * Hands what was counted to `send`, as messages of lines `series increment` that are at most
   * `MOST_MESSAGE` bytes. `send` tells whether a message was taken; what was not is kept.
   */
  flush(send: (message: string) => boolean): void {
    while (this.#increments.size > 0) {
      const told: string[] = [];
      let message = "";
      for (const [series, amount] of this.#increments) {
        const line = `${series} ${amount}\n`;
        if (message.length + line.length > MOST_MESSAGE) break;
        message += line;
        told.push(series);
      }
      if (told.length === 0 || !send(message)) return;
      for (const series of told) this.#increments.delete(series);
    }
  }
}
