/**
 * STAT (RFC 959 §4.1.3): the session's state, or a listing over the control connection.
 *
 * @module
 */

import { pathForStat } from "../../fs/listing/flags.ts";
import { listForStat, statRows } from "../../fs/listing/list.ts";
import { getpeername } from "../../libc/sockets.ts";
import { formatAddress, unmapped } from "../../net/mod.ts";
import { FtpError, type Reply, reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { permit } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";
import { serverName } from "../core/server.ts";
import { listRequest } from "./request.ts";

/** The command in one session. */
export function status(session: Session): Command {
  return {
    verb: "STAT",
    class: "info",
    syntax: "[<sp> pathname]",
    duringRename: true,
    run: ({ argument, hasArgument }) =>
      hasArgument ? ofPath(session, argument) : ofSession(session),
  };
}

function ofSession(session: Session): Reply {
  const { client, login, data, totals } = session;
  if (!permit(session, "STAT", session.cwd, "")) {
    throw new FtpError(reply(500, "STAT: Operation not permitted"));
  }
  const type = data.type === "ascii" ? "ASCII" : "BINARY";
  const bytes = totals.bytesIn + totals.bytesOut + (data.connection?.bytes ?? 0);
  return reply(
    211,
    `Status of '${session.config.get(serverName)}'`,
    `Connected from ${client.name} (${client.ip})`,
    `Logged in as ${login?.account.name ?? ""}`,
    `TYPE: ${type}, STRUcture: File, Mode: Stream`,
    ...(bytes > 0 ? [`Total bytes transferred for session: ${bytes}`] : []),
    ...connectionRows(session),
    "End of status",
  );
}

/** How far the running transfer is. */
function connectionRows({ data: { connection }, running }: Session): string[] {
  if (!connection || !running) return ["No data connection"];
  const { bytes, fd, manner, size, subject } = connection;
  const peer = getpeername(fd);
  const way = manner === "passive" ? "Passive data transfer from" : "Active data transfer to";
  const what = subject === "" ? running.argument : subject;
  return [
    `${way} ${peer ? formatAddress(unmapped(peer)) : "nowhere"} port ${peer?.port ?? 0}`,
    `${running.verb}${what === "" ? "" : ` ${what}`} (${
      size === undefined ? "" : `${size}/`
    }${bytes})`,
  ];
}

function ofPath(session: Session, argument: string): Reply {
  const name = pathForStat(argument);
  const found = listForStat(listRequest(session, "STAT", name));
  if (found.kind === "absent") {
    throw new FtpError(reply(450, `${found.path}: ${found.error.reason}`));
  }
  const code = found.kind === "rows" && found.isDirectory ? 212 : 213;
  const rows = found.kind === "rows" ? statRows(found.rows) : [];
  return reply(code, `Status of ${name || "."}:`, ...rows, "End of status");
}
