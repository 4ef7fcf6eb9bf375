/**
 * `%{json}` of a LogFormat: a record as one JSON object (RFC 8259), for programs that collect logs.
 *
 * The keys are those that ProFTPD's mod_redis and mod_memcache give the same variables in JSON; what
 * they have no key for is named in the same way. What a record has no value for is not in it.
 *
 * @module
 */

import { isoTime } from "../libc/time.ts";
import { charactersOf } from "../libc/utf8_text.ts";
import type { LogField, LogRecord } from "./log_format.ts";

/** Keys in the order in which they are written. */
const KEYS = [
  ["command", "command"],
  ["command_params", "commandArguments"],
  ["raw_command", "commandLine"],
  ["response_code", "replyCode"],
  ["response_msg", "replyText"],
  ["response_ms", "responseMilliseconds"],
  ["user", "user"],
  ["original_user", "originalUser"],
  ["anon_password", "anonymousPassword"],
  ["identd_user", "ident"],
  ["group", "group"],
  ["uid", "uid"],
  ["gid", "gid"],
  ["remote_ip", "clientIp"],
  ["remote_dns", "clientName"],
  ["remote_port", "clientPort"],
  ["local_ip", "localIp"],
  ["local_port", "serverPort"],
  ["server_ip", "serverIp"],
  ["server_dns", "serverDnsName"],
  ["server_name", "serverName"],
  ["server_version", "version"],
  ["connection_class", "className"],
  ["protocol", "protocol"],
  ["pid", "pid"],
  ["file", "file"],
  ["transfer_path", "shownFile"],
  ["basename", "basename"],
  ["dir_name", "directory"],
  ["dir_path", "directoryPath"],
  ["rename_from", "renamedFrom"],
  ["bytes_sent", "commandBytes"],
  ["file_modified", "fileModified"],
  ["file_offset", "fileOffset"],
  ["file_size", "fileSize"],
  ["transfer_secs", "transferSeconds"],
  ["transfer_ms", "transferMilliseconds"],
  ["transfer_speed", "transferSpeed"],
  ["transfer_status", "transferStatus"],
  ["transfer_failure", "transferFailure"],
  ["transfer_type", "transferType"],
  ["transfer_port", "transferPort"],
  ["session_bytes_rcvd", "rawBytesIn"],
  ["session_bytes_sent", "rawBytesOut"],
  ["session_end_reason", "endReason"],
] as const satisfies readonly (readonly [string, LogField])[];

/** Values that are numbers although a format writes them as text with its places. */
const NUMBERS: ReadonlySet<LogField> = new Set(["transferSeconds", "transferSpeed"]);

/** The object for `record`, as text of ASCII characters on one line. */
export function jsonRecord(record: LogRecord): string {
  const object: Record<string, string | number | boolean> = { timestamp: isoTime(record.time) };
  const command = record.value("command", "");
  if (command === "") object.connecting = true;
  if (command === "EXIT") object.disconnecting = true;
  for (const [key, field] of KEYS) {
    const value = record.value(field, "");
    if (value === undefined || value === "" || key === "command" && command === "EXIT") continue;
    object[key] = typedValue(field, value);
  }
  for (const [name, text] of record.notes()) object[`NOTE:${name}`] = charactersOf(text);
  return JSON.stringify(object).replace(/[^ -~]/g, escaped);
}

function typedValue(field: LogField, value: string | number): string | number | boolean {
  if (typeof value === "number") return value;
  if (field === "fileModified") return value === "true";
  return NUMBERS.has(field) ? Number(value) : charactersOf(value);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
