/**
 * The error for a log file that may not be written for the administrator's own sake.
 *
 * @module
 */

/** Thrown where a log file is refused by rule, and for a SystemLog by the kernel; the message says why. */
export class LogFileRefused extends Error {
  override readonly name = "LogFileRefused";

  /**
   * `path` is the log file, `reason` the original's words for why; `about` another message about
   * what is wrong, undefined where there is no more to say.
   */
  constructor(readonly path: string, readonly reason: string, readonly about?: string) {
    super(`unable to open SystemLog '${path}': ${reason}`);
  }
}
