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
   * Starts (or starts again) the timer `name`. When `seconds` have passed, `expire` gives the end of
   * the session, or undefined to start the timer again. 0 seconds means never.
   */
  start(name: TimerName, seconds: number, expire: () => SessionEnd | undefined): void {
    this.#timers.delete(name);
    if (seconds <= 0) return;
    const period = seconds * 1000;
    this.#timers.set(name, { period, deadline: performance.now() + period, expire });
  }

  /** Counts from now on again. */
  restart(name: TimerName): void {
    const timer = this.#timers.get(name);
    if (timer) timer.deadline = performance.now() + timer.period;
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

  /** Milliseconds until the nearest deadline, rounded up; −1 when there is none. */
  untilNext(): number {
    let nearest = Infinity;
    for (const timer of this.#timers.values()) nearest = Math.min(nearest, timer.deadline);
    if (nearest === Infinity) return -1;
    return Math.min(0x7fff_ffff, Math.max(0, Math.ceil(nearest - performance.now())));
  }

  /** The end of the session, if a timer says so. */
  expired(): SessionEnd | undefined {
    const now = performance.now();
    for (const timer of this.#timers.values()) {
      if (timer.deadline > now) continue;
      const end = timer.expire();
      if (end) return end;
      timer.deadline = now + timer.period;
    }
    return undefined;
  }
}
