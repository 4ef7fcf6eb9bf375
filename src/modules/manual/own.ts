/**
 * The manual's lines for directives that only this server has.
 *
 * @module
 */

import type { ManualRow } from "./row.ts";

/** Name, default, nothing (ProFTPD has none of them), meaning. */
export const own: readonly ManualRow[] = [
  ["MetricsSocket", "none", "", "Where Prometheus reads the metrics: a Unix socket, or an address"],
  ["SafeRestart", "off", "", "Keep the running configuration at HUP where the file is broken"],
  ["ShutmsgFile", "/etc/shutmsg", "", "File by which ftpshut announces a shutdown"],
  ["SpareSessions", "8", "", "Session processes started ahead of the clients that will need them"],
  [
    "SessionTemplate",
    "off",
    "",
    "on: sessions are forks of a process that has everything loaded; off: each is a program started",
  ],
];
