/**
 * ftpwho's output for programs: JSON, with the members of the original in its order.
 *
 * @module
 */

import { utf8 } from "../libc/bytes.ts";
import type { BoardView, Header, SessionRecord } from "../scoreboard/mod.ts";
import { percentDone, stateOf } from "./session_state.ts";
import { charactersOf } from "../libc/utf8_text.ts";

/**
 * The whole document as a byte string, which is UTF-8 whatever bytes the names have: those that are
 * none become U+FFFD (the original aborts at the first of them).
 */
export function whoJson({ header, sessions }: BoardView): string {
  const document = { server: server(header), connections: sessions.map(connection) };
  return `${utf8(JSON.stringify(document, undefined, 2))}\n`;
}

function server({ masterPid, started }: Header): Record<string, unknown> {
  return masterPid === 0
    ? { server_type: "inetd", started_ms: started }
    : { server_type: "standalone", pid: masterPid, started_ms: started };
}

function connection(record: SessionRecord): Record<string, unknown> {
  const state = stateOf(record);
  const known = state !== "authenticating";
  return {
    pid: record.pid,
    connected_since_ms: record.sessionBegin,
    remote_name: charactersOf(record.clientName),
    remote_address: record.clientAddress,
    local_address: record.serverAddress,
    local_port: record.serverPort,
    ...(known ? { user: charactersOf(record.user) } : { authenticating: true }),
    ...textMember("class", record.className),
    ...textMember("protocol", record.protocol),
    ...textMember("location", known ? record.cwd : ""),
    ...(record.idleBegin > 0 || record.command === ""
      ? { idling: true, ...(known ? { idle_since_ms: record.idleBegin } : {}) }
      : {
        ...textMember("command", record.command),
        ...textMember("command_args", record.arguments),
      }),
    ...(state === "downloading"
      ? { downloading: true, transfer_completed: `${percentDone(record)}` }
      : state === "uploading"
      ? { uploading: true }
      : {}),
    ...(state === "downloading" || state === "uploading" ? transfer(record) : {}),
  };
}

function transfer({ transferDone, transferElapsed }: SessionRecord): Record<string, number> {
  return {
    ...(transferDone > 0 ? { transfer_bytes: transferDone } : {}),
    ...(transferElapsed > 0 ? { transfer_duration_ms: transferElapsed } : {}),
  };
}

function textMember(name: string, text: string): Record<string, string> {
  return text === "" ? {} : { [name]: charactersOf(text) };
}
