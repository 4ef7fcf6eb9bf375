/**
 * Where the server's own messages go.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";

/** `SystemLog`: a file instead of syslog, or `none`. */
export const systemLog: Directive<string | undefined> = {
  name: "SystemLog",
  contexts: ["server", "global"],
  syntax: "SystemLog path|none",
  fallback: undefined,
  parse(args) {
    const word = args.single();
    return word.toLowerCase() === "none" ? "none" : args.path();
  },
};

/** `DebugLevel`: how much is explained in the log, 0 to 10. Wins over `-d`. */
export const debugLevel: Directive<number | undefined> = {
  name: "DebugLevel",
  contexts: ["server", "vhost", "global"],
  syntax: "DebugLevel level",
  fallback: undefined,
  parse(args) {
    const level = /^-\d+$/.test(args.single()) ? -1 : args.count();
    return level >= 0 && level <= 10 ? level : args.fail("invalid debug level configured", LEVELS);
  },
};

/** `SyslogFacility`: under which facility all syslog messages go, those about logins too. */
export const syslogFacility: Directive<string | undefined> = {
  name: "SyslogFacility",
  contexts: ["server"],
  syntax: "SyslogFacility name",
  fallback: undefined,
  parse: (args) => args.choice(facilities, 0, "argument must be a valid syslog facility"),
};

const LEVELS = "levels are 0 to 10";

const facilities = [
  "auth",
  "authpriv",
  "cron",
  "daemon",
  "ftp",
  "kern",
  "local0",
  "local1",
  "local2",
  "local3",
  "local4",
  "local5",
  "local6",
  "local7",
  "lpr",
  "mail",
  "news",
  "user",
  "uucp",
] as const;

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
    args.choice(
      ["emerg", "alert", "crit", "error", "warn", "notice", "info", "debug"] as const,
      0,
      "SyslogLevel requires level keyword: one of " +
        "emerg/alert/crit/error/warn/notice/info/debug",
    ),
};

/** All directives of this file. */
export const loggingDirectives: readonly Directive<unknown>[] = [
  systemLog,
  debugLevel,
  syslogFacility,
  syslogLevel,
];
