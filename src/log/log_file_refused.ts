/**
 * The error for a log file that may not be written for the administrator's own sake.
 *
 * @module
 */

/** Thrown where a log file is refused by rule, not by the kernel; the message says why. */
export class LogFileRefused extends Error {
  override readonly name = "LogFileRefused";

  /** `path` is the log file, `reason` a whole sentence part, such as "/tmp is a world-writable directory". */
  constructor(readonly path: string, readonly reason: string) {
    super(`refusing to log to ${path}: ${reason}`);
  }
}
