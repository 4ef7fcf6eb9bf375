/**
 * A scoreboard that cannot be used, for a reason that is no failed system call.
 *
 * @module
 */

/** What is wrong with a scoreboard or its mutex; `message` says it to the administrator. */
export class ScoreboardRefused extends Error {
  override readonly name = "ScoreboardRefused";

  /** `reason` completes "unable to use 'path': …". */
  constructor(readonly path: string, readonly reason: string) {
    super(`unable to use scoreboard '${path}': ${reason}`);
  }
}
