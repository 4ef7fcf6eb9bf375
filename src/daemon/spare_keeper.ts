/**
 * Keeps as many spare sessions as are worth it, and made in quiet moments: clients who wait already
 * come before those who may come.
 *
 * @module
 */

import { asRoot } from "../privilege/mod.ts";
import type { SessionStarter } from "./session_starter.ts";
import { SpareDemand } from "./spare_demand.ts";

/** Milliseconds after which a spare session is tried again when one could not be started. */
const RETRY = 5000;

/** The spare sessions of one daemon. */
export class SpareKeeper {
  #demand = new SpareDemand(0, performance.now());
  /** The moment (monotonic, ms) until which none is tried after one failed. */
  #notBefore = 0;

  constructor(
    private readonly starter: Pick<
      SessionStarter,
      "spares" | "canPrepare" | "dismissSpares" | "prepare"
    >,
  ) {}

  /** Keeps up to `most` from now on (`SpareSessions`), and one to begin with. */
  keep(most: number): void {
    this.#demand = new SpareDemand(most, performance.now());
  }

  /** A client has come. */
  note(): void {
    this.#demand.note(performance.now());
  }

  /**
   * Dismisses those that are too many, by demand or because there may be `room` more clients only;
   * true when there is one too few instead, and it can be had.
   */
  adjust(room: number): boolean {
    const now = performance.now();
    const wanted = now < this.#notBefore ? 0 : Math.min(this.#demand.wanted(now), room);
    asRoot(() => this.starter.dismissSpares(wanted));
    return this.starter.canPrepare && this.starter.spares < wanted;
  }

  /** Makes one more; `failed` is called if that cannot be, and none is tried for a while. */
  prepare(failed: (error: unknown) => void): void {
    asRoot(() =>
      this.starter.prepare((error) => {
        failed(error);
        this.#notBefore = performance.now() + RETRY;
      })
    );
  }
}
