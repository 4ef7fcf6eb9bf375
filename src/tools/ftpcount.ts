/**
 * `ftpcount`: how many are connected, by class (ftpcount(1)).
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
import { FTPCOUNT_USAGE } from "./usage.ts";

/** Does what `args` ask for; the result is the exit status. */
export function ftpcount(args: readonly string[]): number {
  const request = parseToolOptions("ftpcount", args);
  if (request.kind !== "run") {
    if (request.kind === "refuse") fail(request.message);
    print(1, FTPCOUNT_USAGE);
    return request.kind === "help" ? 0 : 1;
  }
  const { board, server } = request;
  return reportingErrors("ftpcount", () => {
    const { header, sessions: all } = readBoard(findBoard(board));
    const sessions = selectServer(all, server);
    const { masterPid } = header;
    print(
      1,
      (masterPid === 0 ? "inetd FTP connections:\n" : `Master proftpd process ${masterPid}:\n`) +
        (server === undefined || all.length === 0
          ? ""
          : `ProFTPD Server '${printable(server)}'\n`) +
        (sessions.length === 0 ? "0 users\n" : classCounts(sessions)),
    );
    return 0;
  });
}
