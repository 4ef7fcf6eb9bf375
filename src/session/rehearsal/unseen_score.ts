/**
 * A scoreboard for sessions that do not exist: it counts nobody and shows nothing.
 *
 * @module
 */

import type { SessionRecord } from "../../scoreboard/mod.ts";
import { Score } from "../score.ts";

/** See above. Limits that count clients are thus never reached. */
export class UnseenScore extends Score {
  override open(): void {}

  override claim(): void {}

  override arrive(): undefined {
    return undefined;
  }

  override enter(): undefined {
    return undefined;
  }

  override beginTransfer(): undefined {
    return undefined;
  }

  override present(): readonly SessionRecord[] {
    return [];
  }
}
