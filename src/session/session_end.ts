/**
 * How a session comes to its end on purpose.
 *
 * @module
 */

import type { Reply } from "../protocol/mod.ts";

/**
 * Thrown wherever it becomes clear that the session is over: a time-out fired, the daemon asked for
 * it, the client went away. It unwinds whatever is running, so that `finally` blocks close files
 * and data connections, and is caught in one place, at the end of the session.
 */
export class SessionEnd extends Error {
  override readonly name = "SessionEnd";

  /**
   * `reason` is for the log, in the original's words, at `level`: undefined for what only whoever
   * looks for a fault wants to know. `farewell` is the last reply, undefined where the connection
   * closes without a word; `timeout` the directive whose time ran out, if any.
   */
  constructor(
    readonly reason: string,
    readonly farewell?: Reply,
    readonly level?: "info" | "notice",
    readonly timeout?: string,
  ) {
    super(reason);
  }
}

/** The reason of an end that nobody meant. */
export const INTERNAL_ERROR = "internal error";

/** The client closed the control connection, or it broke. */
export function clientGone(): SessionEnd {
  return new SessionEnd("Client closed the control connection");
}
