/**
 * The session's timers. There is one clock and one place that waits, so a timer is no more than a
 * deadline that the wait respects.
 *
 * @module
 */

import type { SessionEnd } from "./session_end.ts";

/**
 * The timers of a session, named after their directives, the check of the shutdown file, and the
 * moments when a transfer tells how far it is.
 */
export type TimerName =
  | "login"
  | "idle"
  | "noTransfer"
  | "session"
  | "stalled"
  | "gone"
  | "shutdown"
  | "handshake"
  | "progress";

interface Timer {
  /** Milliseconds. */
  readonly period: number;
  /** Milliseconds of the monotonic clock; `Infinity` while paused. */
  deadline: number;
  readonly expire: () => SessionEnd | undefined;
}

/** A set of deadlines. All times are milliseconds of the monotonic clock. */
export class Timers {
  readonly #timers = new Map<TimerName, Timer>();
  /**
   * No deadline is earlier: so long, nobody has to look at the single timers. It may be that of a
   * timer that counts from a later moment by now, and is put right when it has passed.
   */
  #nearest = Infinity;

  /**
   * Starts (or starts again) the timer `name`. When `seconds` have passed, `expire` gives the end of
   * the session, or undefined to start the timer again. 0 seconds means never.
   */
  start(name: TimerName, seconds: number, expire: () => SessionEnd | undefined): void {
    this.#timers.delete(name);
    if (seconds <= 0) return;
    const period = seconds * 1000;
    const timer = { period, deadline: Infinity, expire };
    this.#timers.set(name, timer);
    this.#rewind(timer);
  }

  /** Counts from now on again. */
  restart(name: TimerName): void {
    const timer = this.#timers.get(name);
    if (timer) this.#rewind(timer);
  }

  #rewind(timer: Timer): void {
    timer.deadline = performance.now() + timer.period;
    this.#nearest = Math.min(this.#nearest, timer.deadline);
  }

  /** Stops counting until `restart`. */
  pause(name: TimerName): void {
    const timer = this.#timers.get(name);
    if (timer) timer.deadline = Infinity;
  }

  /** Forgets the timer. */
  stop(name: TimerName): void {
    this.#timers.delete(name);
  }

  /**
   * Milliseconds, rounded up, until a deadline may have passed: there is none before. −1 when there is
   * none at all.
   */
  untilNext(): number {
    if (this.#nearest === Infinity) return -1;
    return Math.min(0x7fff_ffff, Math.max(0, Math.ceil(this.#nearest - performance.now())));
  }

  /** The end of the session, if a timer says so. */
  expired(): SessionEnd | undefined {
    const now = performance.now();
    if (now < this.#nearest) return undefined;
    for (const timer of this.#timers.values()) {
      if (timer.deadline > now) continue;
      const end = timer.expire();
      if (end) return end;
      timer.deadline = now + timer.period;
    }
    this.#nearest = Infinity;
    for (const { deadline } of this.#timers.values()) {
      this.#nearest = Math.min(this.#nearest, deadline);
    }
    return undefined;
  }
}
