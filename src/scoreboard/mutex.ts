/**
 * The lock that makes a look at the scoreboard and what follows from it one step.
 *
 * It is a file of its own, as the original's ScoreboardMutex is, and not the scoreboard: that one can
 * be opened by everybody, and whoever can open a file can lock it for ever. This one has mode 0600.
 *
 * @module
 */

import { close } from "../libc/files.ts";
import { lockWithin, tryLock, unlock } from "../libc/locks.ts";
import { errno } from "../libc/errno.ts";
import { SysError } from "../libc/sys_error.ts";
import { Place } from "./place.ts";

/** Milliseconds to wait for others: a thousand times longer than anybody needs. */
const PATIENCE = 5000;

/** An open mutex. */
export class Mutex {
  #held = false;

  private constructor(private place: string, private readonly fd: number) {}

  /** Where it is. */
  get path(): string {
    return this.place;
  }

  /** Opens the mutex at `path`, or makes it. Throws `ScoreboardRefused` or `SysError`. */
  static open(path: string): Mutex {
    using place = Place.open(path);
    return new Mutex(path, place.openFile(0o600));
  }

  /**
   * Runs `work` while nobody else holds the lock; inside of `work`, again at once. Throws `SysError`
   * (EAGAIN) when others do not let go of it, and what `work` throws.
   */
  hold<T>(work: () => T): T {
    if (this.#held) return work();
    if (!lockWithin(this.fd, PATIENCE)) throw new SysError("lock", errno.EAGAIN, this.path);
    return this.#whileHeld(work);
  }

  /** As `hold`, but does not wait: undefined when somebody else has the lock. */
  holdIfFree<T>(work: () => T): T | undefined {
    if (this.#held) return work();
    return tryLock(this.fd) ? this.#whileHeld(work) : undefined;
  }

  #whileHeld<T>(work: () => T): T {
    this.#held = true;
    try {
      return work();
    } finally {
      this.#held = false;
      unlock(this.fd);
    }
  }

  /** Whether this is still the file at its path, or a later daemon has made another one. */
  isCurrent(): boolean {
    using place = Place.open(this.path);
    return place.holds(this.fd);
  }

  /** Removes the file; only under the lock, so that nobody is left waiting for a file without a name. */
  remove(): void {
    using place = Place.open(this.path);
    if (place.holds(this.fd)) place.unlink();
  }

  /**
   * Moves the file to `path`; it is the same lock for everybody who has it open. Throws
   * `ScoreboardRefused`, and `SysError` (EEXIST, EXDEV).
   */
  moveTo(path: string): void {
    using from = Place.open(this.path);
    using to = Place.open(path);
    from.moveTo(to);
    this.place = path;
  }

  /** Closes it; the lock, if held, is gone with it. */
  close(): void {
    close(this.fd);
  }
}
