/**
 * How the server runs as a process.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import { toggle } from "../config/toggle.ts";

/** `ServerType`: listen ourselves, or serve the one connection that a superserver hands over. */
export const serverType: Directive<"standalone" | "inetd"> = {
  name: "ServerType",
  contexts: ["server"],
  syntax: "ServerType standalone|inetd",
  fallback: "standalone",
  parse: (args) =>
    args.choice(
      ["standalone", "inetd"] as const,
      0,
      "type must be either 'inetd' or 'standalone'",
    ),
};

/** `MaxInstances`: how many sessions there may be at once; undefined where nobody said. */
export const maxInstances: Directive<number | undefined> = {
  name: "MaxInstances",
  contexts: ["server"],
  syntax: "MaxInstances count|none",
  fallback: undefined,
  repeat: "last",
  parse(args) {
    const word = args.single();
    if (word.toLowerCase() === "none") return Infinity;
    return /^\d+$/.test(word) && args.count() ||
      args.fail("argument must be 'none' or a number greater than 0");
  },
};

/** `SpareSessions` (ours): how many sessions may be started ahead of the clients that will need them. */
export const spareSessions: Directive<number> = {
  name: "SpareSessions",
  contexts: ["server"],
  syntax: "SpareSessions count",
  fallback: 8,
  repeat: "last",
  parse(args) {
    const value = args.count();
    return value <= 64 ? value : args.fail("value must be between 0 and 64");
  },
};

/**
 * `SessionTemplate` (ours): whether sessions are forks of a process that has everything loaded, instead
 * of programs that are started one by one.
 */
export const sessionTemplate: Directive<boolean> = {
  ...toggle("SessionTemplate", ["server"], false),
  repeat: "last",
};

/** `ProcessTitles`: whether `ps` shows who is connected and what they do (`verbose`), or not. */
export const processTitles: Directive<"terse" | "verbose"> = {
  name: "ProcessTitles",
  contexts: ["server"],
  syntax: "ProcessTitles terse|verbose",
  fallback: "verbose",
  repeat: "last",
  parse: (args) => args.choice(["terse", "verbose"] as const, 0, "unknown parameter"),
};

/** `PidFile`: where the daemon's process id is written. */
export const pidFile: Directive<string> = {
  name: "PidFile",
  contexts: ["server"],
  syntax: "PidFile path",
  fallback: "/run/proftpd.pid",
  repeat: "last",
  parse(args) {
    const path = args.single();
    if (path.startsWith("/")) return path;
    return args.fail(`unable to set PidFile '${path}': Invalid argument`, ABSOLUTE);
  },
};

/** `ShutmsgFile` (ours): where ftpshut leaves its message. */
export const shutmsgFile: Directive<string> = {
  name: "ShutmsgFile",
  contexts: ["server"],
  syntax: "ShutmsgFile path",
  fallback: "/etc/shutmsg",
  repeat: "last",
  parse: (args) => args.path(),
};

const ABSOLUTE = "the path must be absolute";

/** All directives of this file. */
export const processDirectives: readonly Directive<unknown>[] = [
  serverType,
  maxInstances,
  spareSessions,
  sessionTemplate,
  processTitles,
  pidFile,
  shutmsgFile,
];
