/**
 * The two kinds of answers to ftpdctl.
 *
 * @module
 */

import type { Answer } from "../../controls/mod.ts";

/** The action was done; `lines` tell of it. */
export function done(...lines: string[]): Answer {
  return { done: true, lines };
}

/** The action was not done; `line` tells why. */
export function failed(line: string): Answer {
  return { done: false, lines: [line] };
}
