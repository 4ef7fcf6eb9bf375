/**
 * The daemon's part in the scoreboard: it makes the file, moves it at HUP, frees the records of
 * sessions that could not do that themselves, and takes the file away in the end.
 *
 * @module
 */

import type { Scope } from "../config/mod.ts";
import { isSysError, SysError } from "../libc/sys_error.ts";
import type { SystemLog } from "../log/mod.ts";
import { asRoot } from "../privilege/mod.ts";
import { Board, ScoreboardRefused } from "../scoreboard/mod.ts";
import { scoreboardFile, scoreboardMutex, scoreboardScrub } from "../settings/mod.ts";

/** The scoreboard of one daemon. */
export class ScoreKeeper {
  #board: Board | undefined;
  /** Where scoreboards were before HUP said otherwise. */
  readonly #formerPlaces = new Set<string>();
  /** The moment (monotonic, ms) of the last look for records of dead processes. */
  #scrubbed = performance.now();

  /** The scoreboard; undefined while there is none. */
  get board(): Board | undefined {
    return this.#board;
  }

  /**
   * Has the scoreboard where `main` says, with all sessions on it. Throws `ScoreboardRefused` and
   * `SysError`.
   */
  keep(main: Scope, log: SystemLog): void {
    const path = main.get(scoreboardFile);
    const options = { mutex: main.get(scoreboardMutex) };
    if (this.#board && this.#board.path !== path) this.#formerPlaces.add(this.#board.path);
    asRoot(() => {
      if (path !== undefined && this.#board?.moveTo(path, options)) return;
      const left = this.#board?.sessions().length ?? 0;
      this.#board?.remove();
      this.#board?.close();
      this.#board = undefined;
      if (left > 0) log.warning(`${left} sessions are on no scoreboard any more`);
      if (path !== undefined) this.#board = created(path, options);
    });
  }

  /** Frees the record of a child that has ended, if nobody else is at it. */
  forget(pid: number): void {
    this.#board?.scrubPid(pid);
  }

  /**
   * Frees the records of sessions that could not do it themselves and were not our children, when
   * the time for that has come (`ScoreboardScrub` of `main`).
   */
  scrub(main: Scope): void {
    const now = performance.now();
    if (now - this.#scrubbed < main.get(scoreboardScrub) * 1000) return;
    this.#scrubbed = now;
    this.#board?.tryScrub();
    if (this.#formerPlaces.size > 0) asRoot(() => this.#sweep());
  }

  /** Removes the scoreboard: nobody is on it any more, or the daemon leaves with all sessions. */
  remove(): void {
    asRoot(() => this.#board?.remove());
  }

  /** Removes the scoreboard, and what is left at former places. */
  removeAll(): void {
    asRoot(() => {
      this.#board?.remove();
      this.#sweep();
    });
  }

  /**
   * Removes empty scoreboards at former places: a session that was about to start while the
   * scoreboard moved has found none, and has made one.
   */
  #sweep(): void {
    for (const path of this.#formerPlaces) {
      if (path === this.#board?.path) continue;
      try {
        const board = Board.existing(path);
        if (board.sessions().length === 0) board.remove();
        board.close();
      } catch (error) {
        if (!(error instanceof ScoreboardRefused) && !isSysError(error)) throw error;
        // There is none, or it is somebody else's.
      }
    }
  }
}

function created(path: string, options: Parameters<typeof Board.create>[1]): Board {
  try {
    return Board.create(path, options);
  } catch (error) {
    if (!isSysError(error)) throw error;
    throw new SysError("ScoreboardFile: unable to use", error.errno, `'${path}'`);
  }
}
