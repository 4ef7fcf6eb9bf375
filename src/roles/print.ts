/**
 * Answers on standard output.
 *
 * @module
 */

import { writeString } from "../libc/files.ts";

const STDOUT = 1;

/** Prints `text`, a byte string; the result is the exit status of a command that did what it should. */
export function print(text: string): number {
  writeString(STDOUT, text);
  return 0;
}
