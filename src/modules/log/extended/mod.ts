/**
 * The part of mod_log.c that logs commands (`ExtendedLog`, `LogFormat`): sessions load it where the
 * configuration has an ExtendedLog.
 *
 * @module
 */

import { Scope } from "../../../config/mod.ts";
import { getenv } from "../../../libc/getenv.ts";
import { joinLexically } from "../../../fs/paths.ts";
import {
  DEFAULT_LOG_FORMAT,
  type LogFormat,
  parseLogFormat,
  renderLogLine,
} from "../../../log/log_format.ts";
import type { Handlers, Module, Request } from "../../../session/module.ts";
import type { Reply } from "../../../protocol/mod.ts";
import type { Session } from "../../../session/session.ts";
import { classesOf, type ClassList, type LogClass, takes } from "./classes.ts";
import { Destinations } from "./destinations.ts";
import { type ExtendedLog, extendedLog, logFormat } from "./directives.ts";
import type { Deed } from "./named_paths.ts";
import { CommandRecord } from "./record.ts";

/** The part, as a module of the same name. */
export const extendedLogPart: Module = {
  name: "mod_log.c",
  recordsOnly: true,
  directives: [extendedLog, logFormat],
  open: extendedLogHooks,
};

/** A log that is open. */
interface OpenLog {
  readonly classes: ClassList;
  readonly format: LogFormat;
  write(line: string): void;
}

/** What belongs to no command. */
const NO_REQUEST: Request = { verb: "", argument: "", hasArgument: false };

/** The hooks of one session. */
function extendedLogHooks(session: Session): Handlers {
  const destinations = new Destinations(session);
  const environment = new Map<string, string>();
  const open = () => openLogs(session, destinations, environment);
  let logs = open();
  let begun = performance.now();
  let port: number | undefined;
  let bytesOut: number | undefined;
  let renamedFrom: string | undefined;
  let namedUser: string | undefined;
  /** Whether the area of an anonymous client has been heeded. */
  let loggedIn = false;

  function record(verb: string, classes: readonly LogClass[], deed: Omit<Deed, "transfer">): void {
    const { transfer } = session;
    const moment = { begun, port, bytesOut, renamedFrom, namedUser, environment };
    const about = new CommandRecord(session, { ...deed, transfer }, moment);
    for (const { classes: list, format, write } of logs) {
      if (!takes(list, verb, classes)) continue;
      const line = renderLogLine(format, about);
      session.log.witness?.line("ExtendedLog", line);
      write(line);
    }
  }

  function log(request: Request, answer?: Reply): void {
    if (session.login && !loggedIn) {
      loggedIn = true;
      if (session.login.anonymous) logs = open();
    }
    const { verb, argument } = request;
    if (verb === "USER" && !session.login) namedUser = argument;
    const own = session.table.commands.get(verb)?.class;
    record(verb, classesOf(verb, own), { request, answer });
    if (verb === "RNTO") renamedFrom = undefined;
    if (verb === "RNFR") {
      const isThere = answer !== undefined && answer.code < 400;
      renamedFrom = isThere ? joinLexically(session.cwd, argument) : undefined;
    }
  }

  const look = () => void (bytesOut = session.control.bytesOut);
  record("", ["connect"], { request: NO_REQUEST, answer: undefined });
  return {
    pace() {
      begun = performance.now();
      bytesOut = undefined;
      ({ port } = session.data);
    },
    hooks: [
      // Files of anonymous areas, while they can be opened.
      { phase: "pre", verb: "PASS", run: () => openAreas(session, destinations) },
      { phase: "post", verb: "*", run: look },
      { phase: "postError", verb: "*", run: look },
      { phase: "log", verb: "*", run: log },
      { phase: "logError", verb: "*", run: log },
    ],
    move() {
      logs = open();
    },
    close() {
      look();
      const exit = { ...NO_REQUEST, verb: "EXIT" };
      record("EXIT", ["exit"], { request: exit, answer: undefined });
      destinations.close();
    },
  };
}

/** The lines that hold: those of an anonymous area stand in for the server's of the same place. */
function linesOf({ config, login }: Session): readonly ExtendedLog[] {
  const all = config.all(extendedLog).flatMap((line) => line ? [line] : []);
  if (!login?.anonymous) return all;
  const own = new Scope([login.anonymous]).all(extendedLog).length;
  const replaced = new Set(all.slice(0, own).map(({ word }) => word));
  return [...all.slice(own).filter(({ word }) => !replaced.has(word)), ...all.slice(0, own)];
}

/** The logs that hold by the present settings; `environment` gets the variables that they show. */
function openLogs(
  session: Session,
  destinations: Destinations,
  environment: Map<string, string>,
): readonly OpenLog[] {
  return linesOf(session).flatMap((line) => {
    const { classes, word, format: name } = line;
    const text = formatCalled(session, name);
    if (text === undefined) {
      session.log.notice(`ExtendedLog '${word}' uses unknown format name '${name}'`);
      return [];
    }
    const format = parseLogFormat(text);
    for (const variable of format.environment) {
      const value = environment.get(variable) ?? getenv(variable);
      if (value !== undefined) environment.set(variable, value);
    }
    const write = destinations.writer(line);
    return write ? [{ classes, format, write }] : [];
  });
}

/** The text of the LogFormat `name`, which the main server says for all; undefined for none. */
function formatCalled({ main }: Session, name: string | undefined): string | undefined {
  if (name === undefined) return DEFAULT_LOG_FORMAT;
  const found = main.all(logFormat).find((format) => format?.[0] === name);
  return found?.[1] ?? (name === "default" ? DEFAULT_LOG_FORMAT : undefined);
}

/** Opens what an anonymous login may need: after it nothing can be opened. */
function openAreas(session: Session, destinations: Destinations): void {
  for (const area of session.config.inner("anonymous")) {
    for (const line of new Scope([area]).all(extendedLog)) {
      if (line) destinations.writer(line);
    }
  }
}
