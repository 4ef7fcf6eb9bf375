/**
 * mod_log_forensic.c: keeps the last messages of a session, those that no log wants as well, and writes
 * them down when a login fails or the session comes to a bad end. Sessions load it where
 * `ForensicLogEngine on` or `LoadModule mod_log_forensic.c` asks for it.
 *
 * @module
 */

import { getpid, hostname } from "../../libc/process.ts";
import { type Entry, formatEntry, type LineSink, severityOf, type Witness } from "../../log/mod.ts";
import { openLogFile } from "../../session/log_file.ts";
import type { Handlers, Module } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { INTERNAL_ERROR } from "../../session/session_end.ts";
import { forensicLogEngine, serverLog, systemLog } from "../../settings/mod.ts";
import {
  type Criterion,
  forensicLogBufferSize,
  forensicLogCapture,
  forensicLogCriteria,
  forensicLogFile,
  type LogType,
} from "./directives.ts";
import { LastLines } from "./last_lines.ts";
import { reportOf } from "./report.ts";

/** The module. */
export const logForensic: Module = {
  name: "mod_log_forensic.c",
  recordsOnly: true,
  directives: [
    forensicLogEngine,
    forensicLogBufferSize,
    forensicLogCapture,
    forensicLogCriteria,
    forensicLogFile,
  ],
  open: forensicHooks,
};

/** What there is of it in one session, under the settings of one server. */
interface Recorder {
  readonly file: LineSink;
  readonly lines: LastLines;
  readonly criteria: ReadonlySet<Criterion>;
}

function forensicHooks(session: Session): Handlers {
  const begun = performance.now();
  let recorder = start(session);

  function report(reason: Criterion): void {
    if (!recorder?.criteria.has(reason)) return;
    const { file, lines } = recorder;
    file.write(reportOf(session, reason, performance.now() - begun, lines.take()));
  }

  return {
    hooks: [{ phase: "logError", verb: "PASS", run: () => report("FailedLogin") }],
    move() {
      recorder?.file.close();
      recorder = start(session);
    },
    close() {
      const reason = badEnd(session);
      if (reason) report(reason);
      session.log.witness = undefined;
      recorder?.file.close();
      recorder = undefined;
    },
  };
}

/** Begins to keep messages, where the settings want that. */
function start(session: Session): Recorder | undefined {
  const { config, log } = session;
  log.witness = undefined;
  const path = config.get(forensicLogFile);
  if (!config.get(forensicLogEngine) || path === undefined) return undefined;
  const file = openLogFile({ name: "ForensicLogFile", path }, config, log);
  if (file === undefined) return undefined;
  const lines = new LastLines(config.get(forensicLogBufferSize));
  log.witness = witness(session, lines, config.get(forensicLogCapture));
  return { file, lines, criteria: config.get(forensicLogCriteria) };
}

function witness(
  { config, main }: Session,
  lines: LastLines,
  wanted: ReadonlySet<LogType>,
): Witness {
  const writer = { host: hostname(), pid: getpid() };
  const toSyslog = (config.get(serverLog) ?? main.get(systemLog)) === undefined;
  const type = toSyslog ? "syslog" : "SystemLog";
  const line = (entry: Entry) =>
    toSyslog
      ? `[syslog:${severityOf(entry)}, PID ${writer.pid}] ${entry.text}`
      : `[SystemLog:${severityOf(entry)}] ${formatEntry(entry, writer)}`;
  return {
    message(entry) {
      if (wanted.has(type)) lines.add(line(entry));
    },
    line(kind, text, level = 0) {
      if (wanted.has(kind)) lines.add(`[${kind}:${level}] ${text}`);
    },
  };
}

/** How the session has come to an end that is worth a report; undefined for an ordinary one. */
function badEnd({ ending }: Session): Criterion | undefined {
  if (ending === undefined) return undefined; // it spoke another protocol
  if (ending.reason === INTERNAL_ERROR) return "UntimelyDeath";
  if (ending.reason.startsWith("Denied by ")) return "ModuleConfig";
  const signal = /^ended by signal (\d+)$/.exec(ending.reason)?.[1];
  return signal === undefined || ORDERLY.has(signal) ? undefined : "UntimelyDeath";
}

/** SIGINT and SIGTERM. */
const ORDERLY = new Set(["2", "15"]);
