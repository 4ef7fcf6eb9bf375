/**
 * The manual's lines for directives that only this server has.
 *
 * @module
 */

import type { ManualRow } from "./row.ts";

/** Name, default, nothing (ProFTPD has none of them), meaning. */
export const own: readonly ManualRow[] = [
  ["SafeRestart", "off", "", "Keep the running configuration at HUP where the file is broken"],
  ["ShutmsgFile", "/etc/shutmsg", "", "File by which ftpshut announces a shutdown"],
  ["SpareSessions", "2", "", "Session processes started ahead of the clients that will need them"],
];
