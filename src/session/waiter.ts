/**
 * The one place where a session waits.
 *
 * Everything else in a session is a plain synchronous call. Here it polls the control connection,
 * the data connection and the pipe of caught signals, with the nearest timer as the time-out: so
 * time-outs, signals, ABOR and shutdown are noticed wherever the session happens to be. The process
 * stands still meanwhile: there is nothing in a session that could go on, and neither a thread nor an
 * event loop has to take part.
 *
 * @module
 */

import { PollSet } from "../libc/poll.ts";
import type { SessionEnd } from "./session_end.ts";
import type { Timers } from "./timers.ts";

/** Waits for descriptors, timers and requests to end. */
export class Waiter {
  readonly #set = new PollSet(3);
  #watched = -1;
  #onWatched = () => {};
  #show = () => {};
  #request: (() => SessionEnd | undefined) | undefined;

  /** What happened to the first descriptor of the last wait: bits of `POLL`. */
  first = 0;
  /** The same for the second. */
  second = 0;

  constructor(readonly timers: Timers) {}

  /** Asks the session to end (or to think again) at its next step. */
  interrupt(request: () => SessionEnd | undefined): void {
    this.#request = request;
  }

  /** While waiting, looks at `fd` too and calls `notice` when it is readable. */
  watch(fd: number, notice: () => void): void {
    this.#watched = fd;
    this.#onWatched = notice;
  }

  /**
   * Before each rest, and between the steps of what takes long, calls `show`, which brings up to date
   * what others see of the session.
   */
  beforeRest(show: () => void): void {
    this.#show = show;
  }

  /**
   * Waits until something happens to `fd` or to `other`; `first` and `second` then tell what.
   * Throws `SessionEnd` when a timer or a signal ends the session.
   */
  wait(fd: number, events: number, other = -1, otherEvents = 0): void {
    do {
      this.attend();
      this.#look(this.timers.untilNext(), fd, events, other, otherEvents);
    } while (this.first === 0 && this.second === 0);
    this.attend();
  }

  /**
   * Lets `ms` milliseconds pass, fewer if something happens to `other`, which `second` then tells.
   * Throws `SessionEnd` as `wait` does.
   */
  pause(ms: number, other = -1, otherEvents = 0): void {
    const end = performance.now() + ms;
    for (;;) {
      this.attend();
      const left = Math.ceil(end - performance.now());
      if (left <= 0) return;
      const timer = this.timers.untilNext();
      this.#look(timer < 0 ? left : Math.min(left, timer), -1, 0, other, otherEvents);
      if (this.second !== 0) return;
    }
  }

  /** Waits once, up to `timeout` milliseconds, and notes what happened to the descriptors. */
  #look(timeout: number, fd: number, events: number, other: number, otherEvents: number): void {
    const set = this.#set;
    set.clear();
    const first = set.add(fd, events);
    const second = set.add(other, otherEvents);
    const watched = set.add(this.#watched, 1);
    set.block(timeout);
    if (set.events(watched) !== 0) this.#onWatched();
    this.first = set.events(first);
    this.second = set.events(second);
  }

  /** A step of what takes long: throws `SessionEnd` if a timer has run out or a signal asked for the end. */
  attend(): void {
    this.#show();
    const request = this.#request;
    if (request) {
      this.#request = undefined;
      const end = request();
      if (end) throw end;
    }
    const end = this.timers.expired();
    if (end) throw end;
  }
}
