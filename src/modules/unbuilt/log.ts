/**
 * Directives that are known and not built yet: the logs.
 *
 * @module
 */

import type { Unbuilt } from "../../config/mod.ts";
import { rows } from "./rows.ts";

/** By module, then by name. */
export const log: readonly Unbuilt[] = [
  ...rows("mod_log.c", [
    ["SystemLog", "SG", "comfort"],
  ]),
  ...rows("mod_log_forensic.c", [
    ["ForensicLogBufferSize", "", "comfort"],
    ["ForensicLogCapture", "", "comfort"],
    ["ForensicLogCriteria", "", "comfort"],
    ["ForensicLogEngine", "", "comfort", "off"],
    ["ForensicLogFile", "", "comfort", "none"],
  ]),
];
