/**
 * What to do when nobody can be taken from a listening socket for lack of descriptors or memory:
 * those who wait there would be reported by every poll(2), and each time in vain. So they are left
 * alone for a moment.
 *
 * @module
 */

/** Milliseconds until the next try. */
const PAUSE = 1000;

/** Whether there was such a lack just now. */
export class Shortage {
  /** The moment (monotonic, ms) when it counts as over. */
  #end = -Infinity;

  /** Nobody could be taken. */
  begin(): void {
    this.#end = performance.now() + PAUSE;
  }

  /** Whether it counts as going on. */
  get lasts(): boolean {
    return performance.now() < this.#end;
  }
}
