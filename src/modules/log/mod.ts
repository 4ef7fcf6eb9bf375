/**
 * mod_log.c: logs of what clients do.
 *
 * @module
 */

import type { Module } from "../../session/module.ts";
import { transferLog, transferLogHooks } from "./transfer_log.ts";

/** The module. */
export const log: Module = {
  name: "mod_log.c",
  recordsOnly: true,
  directives: [transferLog],
  open: transferLogHooks,
};
