/**
 * Advice on logs: files that will not be opened, formats that say something else than was meant,
 * traces that there are not.
 *
 * @module
 */

import { type Directive, type Finding, Scope, type Section } from "../../config/mod.ts";
import { dirname } from "../../fs/paths.ts";
import { parseLogFormat } from "../../log/log_format.ts";
import { CHANNELS } from "../../log/trace_log.ts";
import { banLog, serverLog, systemLog, trace } from "../../settings/mod.ts";
import { extendedLog, logFormat } from "../log/extended/directives.ts";
import { transferLog } from "../log/transfer_log.ts";
import { forensicLogFile } from "../log_forensic/directives.ts";
import { quotaLog } from "../quotatab/directives.ts";
import { tlsLog } from "../tls/directives.ts";
import { wrapLog } from "../wrap2/directives.ts";
import { hasLine, type Rule, warning } from "./advice.ts";

const WRITABLE_FOR_ALL = 0o002;

const foldersOfLogs: Rule = ({ sections }, machine) =>
  sections.flatMap((section) =>
    pathsIn(section).flatMap(({ name, path, place }): Finding[] => {
      if (!path.startsWith("/")) return [];
      const folder = dirname(path);
      const seen = machine.look(folder);
      if (seen === undefined) return [warning(name, `there is no directory '${folder}'`, place)];
      if ((seen.mode & WRITABLE_FOR_ALL) === 0) return [];
      const reason = `'${folder}' is a world-writable directory, in which no log is opened`;
      return [warning(name, reason, place)];
    })
  );

/** Logs that a section has one of. */
const SINGLE: readonly Directive<string | undefined>[] = [
  systemLog,
  serverLog,
  transferLog,
  banLog,
  forensicLogFile,
  quotaLog,
  tlsLog,
  wrapLog,
];

/** The files that lines of the section itself log to. */
function pathsIn(section: Section) {
  const scope = new Scope([section]);
  const single = SINGLE.flatMap((directive) => {
    if (!hasLine(section, directive)) return [];
    const [path, place] = [scope.get(directive), scope.place(directive)];
    return path === undefined || !place ? [] : [{ name: directive.name, path, place }];
  });
  const lines = scope.all(extendedLog);
  const extended = scope.places(extendedLog).flatMap((place, index) => {
    const line = lines[index];
    return line && "path" in line.place
      ? [{ name: extendedLog.name, path: line.place.path, place }]
      : [];
  });
  return hasLine(section, extendedLog) ? [...single, ...extended] : single;
}

const missingFormats: Rule = ({ sections, servers }) => {
  const known = new Set(["default"]);
  for (const row of new Scope([servers[0].section]).all(logFormat)) if (row) known.add(row[0]);
  return sections.flatMap((section) => {
    if (!hasLine(section, extendedLog)) return [];
    const scope = new Scope([section]);
    const lines = scope.all(extendedLog);
    return scope.places(extendedLog).flatMap((place, index) => {
      const format = lines[index]?.format;
      if (format === undefined || known.has(format)) return [];
      const reason = `unknown format name '${format}': nothing is logged there`;
      return [warning(extendedLog.name, reason, place)];
    });
  });
};

const strangeVariables: Rule = ({ servers }) => {
  const scope = new Scope([servers[0].section]);
  const rows = scope.all(logFormat);
  return scope.places(logFormat).flatMap((place, index) => {
    const unknown = parseLogFormat(rows[index]?.[1] ?? "").unknown;
    if (unknown.length === 0) return [];
    const names = unknown.map((one) => `'${one}'`).join(", ");
    return [warning(logFormat.name, `${names}: no such variable`, place)];
  });
};

const silentChannels: Rule = ({ sections }) =>
  sections.flatMap(({ entries }) =>
    entries.filter(({ name }) => name === trace.name).flatMap((entry): Finding[] => {
      const named = entry.args.filter((word) => word.includes(":"))
        .map((word) => word.slice(0, word.indexOf(":")));
      const silent = named.filter((channel) => !HEARD.has(channel));
      if (silent.length === 0) return [];
      const reason = `nothing is ever traced on ${silent.map((one) => `'${one}'`).join(", ")}`;
      return [warning(trace.name, reason, entry, `channels are ${CHANNELS.join(", ")}`)];
    })
  );

/** What may be named: `DEFAULT` stands for many channels, and some of them are heard. */
const HEARD: ReadonlySet<string> = new Set([...CHANNELS, "DEFAULT"]);

/** All rules of this file. */
export const logs: readonly Rule[] = [
  foldersOfLogs,
  missingFormats,
  strangeVariables,
  silentChannels,
];
