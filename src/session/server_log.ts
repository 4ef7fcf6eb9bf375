/**
 * `ServerLog` and `LogOptions`: where the messages of a server's sessions go, and in which form.
 *
 * @module
 */

import type { Scope } from "../config/mod.ts";
import type { Handover } from "../config/handover.ts";
import { getpid } from "../libc/process.ts";
import { EntryLines, type SystemLog } from "../log/mod.ts";
import { logOptions, serverLog } from "../settings/mod.ts";
import { openLogFile } from "./log_file.ts";

/** Lets `log` be what the settings of the session's server want; to be called before login. */
export function logWhereServerDoes(config: Scope, handover: Handover, log: SystemLog): void {
  log.arrange(config.get(logOptions), "session");
  const path = config.get(serverLog);
  // Somebody sits in front of standard error: nothing is kept from them.
  if (path === undefined || handover.log.standardError) return log.redirect(undefined);
  if (path === "none") return log.redirect(nowhere);
  const file = openLogFile({ name: "ServerLog", path }, config, log);
  log.redirect(file && new EntryLines(file, { host: handover.hostname, pid: getpid() }));
}

/** Keeps nothing. */
const nowhere = { write() {}, close() {} };
