/**
 * The clock that only goes forward.
 *
 * @module
 */

import { demand } from "./kernel.ts";
import { scratch } from "./memory.ts";

const CLOCK_MONOTONIC = 1;

/** Microseconds of CLOCK_MONOTONIC (clock_gettime(2)), the same for all processes of the machine. */
export function monotonicMicroseconds(): number {
  demand("clock_gettime", undefined, CLOCK_MONOTONIC, scratch.address);
  const seconds = Number(scratch.view.getBigInt64(0, true));
  return seconds * 1_000_000 + Math.floor(Number(scratch.view.getBigInt64(8, true)) / 1000);
}
