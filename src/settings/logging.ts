/**
 * Where the server's own messages go.
 *
 * @module
 */

import type { Arguments } from "../config/arguments.ts";
import type { Directive } from "../config/directive.ts";
import { toggle } from "../config/toggle.ts";
import type { LogStyle } from "../config/handover.ts";
import { readSwitches } from "../config/switches.ts";
import { FACILITIES } from "../log/facility.ts";
import { LEVELS } from "../log/level.ts";

/** `SystemLog`: a file instead of syslog, `-` for standard output, or `none`. */
export const systemLog: Directive<string | undefined> = {
  name: "SystemLog",
  contexts: ["server", "global"],
  syntax: "SystemLog path|none",
  fallback: undefined,
  parse(args) {
    const word = args.single();
    return word.toLowerCase() === "none" ? "none" : logPath(args);
  },
};

/** The first word: a path, or `-` for standard output, which there is in the foreground (`-n`). */
export function logPath(args: Arguments): string {
  return args.word(0) === "-" ? "-" : args.path();
}

/** `ServerLog`: where the messages of a server's sessions go instead; `none`: nowhere. */
export const serverLog: Directive<string | undefined> = {
  name: "ServerLog",
  contexts: ["server", "vhost", "global"],
  syntax: "ServerLog path|none",
  fallback: undefined,
  parse: systemLog.parse,
};

/** `AllowLogSymlinks`: whether the file of a log may be a symbolic link. */
export const allowLogSymlinks = toggle("AllowLogSymlinks", ["server", "vhost", "global"], false);

const OPTIONS: Readonly<Record<string, keyof LogStyle>> = {
  hostname: "hostname",
  rolebasedprocesslabels: "roleLabels",
  timestamp: "timestamp",
  virtualhost: "virtualHost",
};

const USUAL: LogStyle = {
  timestamp: true,
  hostname: true,
  virtualHost: true,
  roleLabels: false,
};

const KNOWN =
  "options are Hostname, RoleBasedProcessLabels, Timestamp and VirtualHost, each with + or -";

/** `LogOptions +|-option ...`. */
export const logOptions: Directive<LogStyle> = {
  name: "LogOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "LogOptions +|-Hostname|RoleBasedProcessLabels|Timestamp|VirtualHost ...",
  fallback: USUAL,
  parse: (args) =>
    readSwitches(args, { what: "LogOption", names: OPTIONS, usual: USUAL, hint: KNOWN }),
};

/** `DebugLevel`: how much is explained in the log, 0 to 10. Wins over `-d`. */
export const debugLevel: Directive<number | undefined> = {
  name: "DebugLevel",
  contexts: ["server", "vhost", "global"],
  syntax: "DebugLevel level",
  fallback: undefined,
  parse(args) {
    const level = /^-\d+$/.test(args.single()) ? -1 : args.count();
    return level >= 0 && level <= 10
      ? level
      : args.fail("invalid debug level configured", DEBUG_LEVELS);
  },
};

/** `SyslogFacility`: under which facility all syslog messages go, those about logins too. */
export const syslogFacility: Directive<string | undefined> = {
  name: "SyslogFacility",
  contexts: ["server"],
  syntax: "SyslogFacility name",
  fallback: undefined,
  parse: (args) =>
    args.choice(FACILITIES.toSorted(), 0, "argument must be a valid syslog facility"),
};

const DEBUG_LEVELS = "levels are 0 to 10";

/**
 * `SyslogLevel`: the least important level that is logged. Where nothing is said that is notice,
 * or everything when there is a debug level.
 */
export const syslogLevel: Directive<string | undefined> = {
  name: "SyslogLevel",
  contexts: ["server", "vhost", "global"],
  syntax: "SyslogLevel emerg|alert|crit|error|warn|notice|info|debug",
  fallback: undefined,
  parse: (args) =>
    args.choice(LEVELS, 0, `SyslogLevel requires level keyword: one of ${LEVELS.join("/")}`),
};

/** All directives of this file. */
export const loggingDirectives: readonly Directive<unknown>[] = [
  systemLog,
  serverLog,
  allowLogSymlinks,
  logOptions,
  debugLevel,
  syslogFacility,
  syslogLevel,
];
