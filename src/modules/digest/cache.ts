/**
 * Checksums that have been computed lately.
 *
 * @module
 */

import type { CacheSettings } from "./directives.ts";

/** One session's checksums. What they are of is in the key, its moment of change included. */
export class DigestCache {
  /** By age, the oldest first. Moments are milliseconds of the monotonic clock. */
  readonly #entries = new Map<string, { readonly hex: string; readonly expires: number }>();

  /** Whether so many are remembered that another one has to wait: a limit on what this costs. */
  isFull({ most }: CacheSettings): boolean {
    this.#expire();
    return most > 0 && this.#entries.size >= most;
  }

  /** The checksum under `key`, if it is remembered. */
  get(key: string): string | undefined {
    this.#expire();
    return this.#entries.get(key)?.hex;
  }

  /** Remembers a checksum as long as `settings` say. */
  put(key: string, hex: string, { most, age }: CacheSettings): void {
    if (most > 0) this.#entries.set(key, { hex, expires: performance.now() + age * 1000 });
  }

  #expire(): void {
    const now = performance.now();
    for (const [key, { expires }] of this.#entries) {
      if (expires > now) return;
      this.#entries.delete(key);
    }
  }
}
