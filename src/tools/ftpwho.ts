/**
 * `ftpwho`: who is connected, and what they do (ftpwho(1)).
 *
 * @module
 */

import { readBoard } from "../scoreboard/mod.ts";
import { classCounts } from "./class_counts.ts";
import { findBoard } from "./find_board.ts";
import { fail, print, reportingErrors } from "./output.ts";
import { printable } from "./printable.ts";
import { selectServer } from "./select_server.ts";
import { parseToolOptions } from "./tool_options.ts";
import { FTPWHO_USAGE } from "./usage.ts";
import { whoJson } from "./who_json.ts";
import { daemonLine, sessionText } from "./who_text.ts";

/** Does what `args` ask for; the result is the exit status. */
export function ftpwho(args: readonly string[]): number {
  const request = parseToolOptions("ftpwho", args);
  if (request.kind !== "run") {
    if (request.kind === "refuse") fail(request.message);
    if (request.kind === "help" || request.usage) print(1, FTPWHO_USAGE);
    return request.kind === "help" ? 0 : 1;
  }
  const { board, server, verbose, format } = request;
  return reportingErrors("ftpwho", () => {
    const { header, sessions: all } = readBoard(findBoard(board));
    const sessions = selectServer(all, server);
    if (format === "json") {
      print(1, whoJson({ header, sessions }));
      return 0;
    }
    const now = Date.now();
    const lines = sessions.map((it) => sessionText(it, { shape: format, verbose }, now));
    print(
      1,
      daemonLine(header, now) +
        (server === undefined ? "" : `ProFTPD Server '${printable(server)}'\n`) +
        (sessions.length === 0 ? "no users connected\n" : lines.join("") + classCounts(sessions)),
    );
    return 0;
  });
}
