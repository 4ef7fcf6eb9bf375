/**
 * The part of mod_core.c that traces: sessions load it where the configuration has a TraceLog.
 *
 * @module
 */

import { TraceLog } from "../../log/trace_log.ts";
import { openLogFile } from "../../session/log_file.ts";
import type { Handlers, Module, Request } from "../../session/module.ts";
import type { Reply } from "../../protocol/mod.ts";
import type { Session } from "../../session/session.ts";
import { trace, traceLevels, traceLog, traceOptions } from "../../settings/mod.ts";

/** The part, as a module of the same name. */
export const tracePart: Module = {
  name: "mod_core.c",
  recordsOnly: true,
  directives: [trace, traceLog, traceOptions],
  open: traceHooks,
};

/** The hooks of one session. */
function traceHooks(session: Session): Handlers {
  const { client, local, log } = session;
  const path = session.config.get(traceLog) ?? session.main.get(traceLog);
  const sink = path === undefined
    ? undefined
    : openLogFile({ name: "TraceLog", path }, session.config, log);
  if (!sink) return {};
  const ends = `client ${client.ip}, server ${local.ip}:${local.address.port}`;
  const options = session.config.get(traceOptions);
  const traces = new TraceLog(sink, options, ends, levels());
  log.traceTo(traces);
  log.trace("dns", 4, () => `${client.ip} is called '${client.name}'`);
  log.trace(
    "binding",
    4,
    () => `${local.ip}:${local.address.port} serves ${client.name} [${client.ip}]`,
  );

  /** As the settings are now: those of who has logged in, or of another server. */
  function levels() {
    const own = session.config.all(trace);
    return traceLevels(own.length > 0 ? own : session.main.all(trace));
  }

  function tellReply({ verb }: Request, answer?: Reply): void {
    log.trace("response", 1, () => `${answer?.code} ${answer?.lines.join(" ")} (to ${verb})`);
  }

  return {
    hooks: [
      { phase: "post", verb: "*", run: tellReply },
      { phase: "postError", verb: "*", run: tellReply },
      { phase: "post", verb: "PASS", run: () => void (traces.levels = levels()) },
    ],
    move: () => void (traces.levels = levels()),
    listen({ name, user }) {
      log.trace("event", 3, () => `${name}${user === undefined ? "" : ` of user '${user}'`}`);
    },
  };
}
