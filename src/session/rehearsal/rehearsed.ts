/**
 * The point up to which a command is rehearsed: where it would change or transfer something.
 *
 * @module
 */

import { SessionEnd } from "../session_end.ts";

/**
 * Thrown instead of the deed. It is a kind of `SessionEnd` since those pass through everything that
 * turns errors into replies.
 */
export class Rehearsed extends SessionEnd {
  /** `deed` is what would have been done: `create /new`. */
  constructor(readonly deed: string) {
    super(`rehearsed: ${deed}`);
  }
}
