/**
 * How many clients the daemon serves at all: `MaxInstances`, and `MaxConnectionRate`.
 *
 * @module
 */

import type { Scope } from "../config/mod.ts";
import { maxConnectionRate, maxInstances } from "../settings/mod.ts";
import { ConnectionRate } from "./connection_rate.ts";
import { defaultMaxInstances } from "./instances.ts";

/** A limit that is reached. */
export interface ReachedLimit {
  readonly directive: "MaxInstances" | "MaxConnectionRate";
  /** As the log has it: `5`, `3/1 secs`. */
  readonly value: string;
}

/** Both limits of one daemon; until they are set, everybody may come. */
export class ConnectionLimits {
  #most = Infinity;
  #rate = new ConnectionRate(undefined);

  /** Goes by the settings in `main` from now on. */
  keep(main: Scope): void {
    this.#most = main.get(maxInstances) ?? defaultMaxInstances();
    this.#rate = new ConnectionRate(main.get(maxConnectionRate));
  }

  /** How many more clients there may be than the `present` ones; negative where that is too many. */
  room(present: number): number {
    return this.#most - present;
  }

  /**
   * What keeps a client out who comes at `now`, in monotonic milliseconds, when `present` ones are
   * served; undefined if nothing does. Who is kept out by MaxInstances does not count for the rate.
   */
  reached(present: number, now: number): ReachedLimit | undefined {
    if (this.room(present) <= 0) return { directive: "MaxInstances", value: `${this.#most}` };
    const { rate } = this.#rate;
    if (rate === undefined || this.#rate.admits(now)) return undefined;
    return { directive: "MaxConnectionRate", value: `${rate.count}/${rate.seconds} secs` };
  }
}
