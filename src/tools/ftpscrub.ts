/**
 * `ftpscrub`: takes the records of dead processes off the scoreboard (ftpscrub(8)). A daemon does
 * that by itself; sessions of a superserver have no daemon.
 *
 * @module
 */

import { Board } from "../scoreboard/mod.ts";
import { findBoard } from "./find_board.ts";
import { fail, print, reportingErrors } from "./output.ts";
import { parseToolOptions } from "./tool_options.ts";
import { FTPSCRUB_USAGE } from "./usage.ts";

/** Does what `args` ask for; the result is the exit status. */
export function ftpscrub(args: readonly string[]): number {
  const request = parseToolOptions("ftpscrub", args);
  if (request.kind !== "run") {
    if (request.kind === "refuse") fail(request.message);
    print(1, FTPSCRUB_USAGE);
    return request.kind === "help" ? 0 : 1;
  }
  const { verbose } = request;
  return reportingErrors("ftpscrub", () => {
    const path = findBoard(request.board);
    if (verbose) print(1, `scrubbing ScoreboardFile ${path}\n`);
    const board = Board.existing(path);
    try {
      const dropped = board.scrub();
      if (verbose) {
        print(1, dropped.map((pid) => `scrubbing scoreboard slot for PID ${pid}\n`).join(""));
      }
    } finally {
      board.close();
    }
    return 0;
  });
}
