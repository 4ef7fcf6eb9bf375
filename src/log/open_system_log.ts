/**
 * Opening the server's log where the configuration says.
 *
 * @module
 */

import { getpid } from "../libc/process.ts";
import { EntryLines } from "./entry_lines.ts";
import { isFacility } from "./facility.ts";
import { isSysError } from "../libc/sys_error.ts";
import { FileSink } from "./file_sink.ts";
import { LogFileRefused } from "./log_file_refused.ts";
import { isLevel } from "./level.ts";
import type { EntrySink } from "./sink.ts";
import { STANDARD, StandardSink } from "./standard_sink.ts";
import { SyslogSink } from "./syslog_sink.ts";
import { type LogStyle, type Role, SystemLog } from "./system_log.ts";

/** Where and how much to log: the directives SystemLog, SyslogFacility, SyslogLevel, DebugLevel. */
export interface SystemLogPlace {
  /** A path, `-` for standard output, `none`, or undefined for syslog. */
  readonly systemLog: string | undefined;
  /** Whether everything goes to standard error instead (`-n`). */
  readonly standardError: boolean;
  /** Undefined: `daemon`, and `authpriv` for logins. */
  readonly facility: string | undefined;
  readonly level: string | undefined;
  readonly debugLevel: number;
  /** AllowLogSymlinks. */
  readonly allowLinks: boolean;
  /** LogOptions. */
  readonly style: LogStyle;
}

/** Keeps nothing. */
const nowhere: EntrySink = { write() {}, close() {} };

/**
 * Opens the log; `host` is the machine's name. Throws `LogFileRefused` for a file that cannot be logged
 * to.
 */
export function openSystemLog(place: SystemLogPlace, host: string, role: Role): SystemLog {
  const log = new SystemLog({ sink: sinkFor(place, host), ...levelsOf(place) });
  log.arrange(place.style, role);
  return log;
}

/** What `SystemLog.letThrough` is to be told for `place`. */
export function levelsOf(
  { debugLevel, level, standardError }: Pick<
    SystemLogPlace,
    "debugLevel" | "level" | "standardError"
  >,
) {
  // Somebody sits in front of standard error: nothing is kept from them, as in the original.
  const wanted = standardError ? "debug" : level;
  return { debugLevel, level: wanted !== undefined && isLevel(wanted) ? wanted : undefined };
}

/** As `openSystemLog`, without the levels: where messages go. */
export function sinkFor(place: SystemLogPlace, host: string): EntrySink {
  const writer = { host, pid: getpid() };
  if (place.standardError) return new EntryLines(new StandardSink(STANDARD.error), writer);
  if (place.systemLog === "none") return nowhere;
  if (place.systemLog === undefined) {
    const { facility } = place;
    const known = facility !== undefined && isFacility(facility) ? facility : undefined;
    return new SyslogSink({ pid: writer.pid, facility: known });
  }
  if (place.systemLog === "-") return new EntryLines(new StandardSink(STANDARD.output), writer);
  return new EntryLines(openFile(place.systemLog, place.allowLinks), writer);
}

function openFile(path: string, allowLinks: boolean): FileSink {
  try {
    return FileSink.open(path, { allowLinks });
  } catch (error) {
    if (isSysError(error)) throw new LogFileRefused(path, error.reason);
    throw error;
  }
}
