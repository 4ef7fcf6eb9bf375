/**
 * What signals ask of the daemon, in one place that it can wait for.
 *
 * @module
 */

import { POLL, type PollSet } from "../libc/poll.ts";
import { drain, eventfd, wake } from "../libc/process.ts";
import { CaughtSignals, FAULTS, ignoreSignals, SIGNAL } from "../libc/signals.ts";

/**
 * Signals that end the daemon in good order. To the original, USR1 is deadly at once and leaves
 * PidFile and scoreboard behind.
 */
const DEADLY = ["TERM", "INT", "ABRT", "BUS", "XCPU", "USR1"] as const;

/** A wish of the administrator's. */
export type Wish = "reload" | { readonly stop: number };

/** The signals of the daemon. */
export class DaemonSignals {
  /** Descriptors that a set has to have room for. */
  static readonly DESCRIPTORS = 2;

  readonly #wakeUp = eventfd();
  #faults: CaughtSignals | undefined;
  #stop: number | undefined;
  #reload = false;

  /** Starts listening; before that signals have their default effect: the process ends. */
  listen(): void {
    for (const name of DEADLY) {
      Deno.addSignalListener(`SIG${name}`, () => {
        this.#stop ??= SIGNAL[name];
        wake(this.#wakeUp);
      });
    }
    Deno.addSignalListener("SIGHUP", () => {
      this.#reload = true;
      wake(this.#wakeUp);
    });
    // Sessions inherit this, and are as deaf from their first moment.
    ignoreSignals(SIGNAL.ALRM, SIGNAL.IO, SIGNAL.USR2);
    this.#faults = CaughtSignals.watch(FAULTS);
  }

  /** Adds to `set` what becomes readable when a signal comes. */
  addTo(set: PollSet): void {
    set.add(this.#wakeUp, POLL.IN);
    set.add(this.#faults?.fd ?? -1, POLL.IN);
  }

  /** What has been asked for since the last time; to stop comes before all else. */
  take(): Wish | undefined {
    drain(this.#wakeUp);
    const stop = this.#stop ?? this.#faults?.take();
    if (stop !== undefined) return { stop };
    if (!this.#reload) return undefined;
    this.#reload = false;
    return "reload";
  }
}
