/**
 * The daemon's part in the trace log.
 *
 * @module
 */

import type { Scope } from "../config/mod.ts";
import { isSysError } from "../libc/sys_error.ts";
import { FileSink, LogFileRefused, type SystemLog } from "../log/mod.ts";
import { TraceLog } from "../log/trace_log.ts";
import { trace, traceLevels, traceLog, traceOptions } from "../settings/mod.ts";

/**
 * Has the daemon's own traces written where `main` says, unless they are for sessions alone. A file
 * that cannot be had is logged: the daemon serves without.
 */
export function traceDaemon(main: Scope, log: SystemLog): void {
  const path = main.get(traceLog);
  if (path === undefined) return;
  const levels = traceLevels(main.all(trace).filter((line) => line?.session === false));
  try {
    log.traceTo(new TraceLog(FileSink.open(path), main.get(traceOptions), "", levels));
  } catch (error) {
    if (!isSysError(error) && !(error instanceof LogFileRefused)) throw error;
    log.notice(`unable to open TraceLog '${path}': ${error.reason}`);
  }
}
