/**
 * What tools say, and the errors that they say it about.
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { writeAll } from "../libc/files.ts";
import { isSysError, SysError } from "../libc/sys_error.ts";
import { ScoreboardRefused } from "../scoreboard/mod.ts";
import { NoBoard } from "./find_board.ts";

/**
 * Writes the byte string `text` to standard output or standard error; false when it cannot be written:
 * nobody reads it (any more), and the exit status has to tell the rest.
 */
export function print(fd: 1 | 2, text: string): boolean {
  try {
    writeAll(fd, bytesOf(text));
    return true;
  } catch (error) {
    if (!isSysError(error)) throw error;
    return false;
  }
}

/** Prints `message` as an error; the result is the exit status. */
export function fail(message: string): 1 {
  print(2, `${message}\n`);
  return 1;
}

/**
 * Runs `work`; what is wrong with the scoreboard becomes a message and status 1. `tool` is the
 * program's name.
 */
export function reportingErrors(tool: string, work: () => number): number {
  try {
    return work();
  } catch (error) {
    if (error instanceof NoBoard) return fail(error.message);
    if (error instanceof ScoreboardRefused) return fail(`${tool}: ${error.message}`);
    if (error instanceof SysError) {
      return fail(`${tool}: unable to open scoreboard '${error.path ?? ""}': ${error.reason}`);
    }
    throw error;
  }
}
