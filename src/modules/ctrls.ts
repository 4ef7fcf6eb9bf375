/**
 * mod_ctrls.c and mod_ctrls_admin.c: what ftpdctl asks for. The daemon answers; sessions have
 * nothing to do with it. The directives are in the settings.
 *
 * @module
 */

import type { Module } from "../session/module.ts";
import { adminControlsDirectives, controlsDirectives } from "../settings/mod.ts";

/** The socket that ftpdctl talks to; the daemon acts on its directives, sessions have nothing to do. */
export const ctrls: Module = {
  name: "mod_ctrls.c",
  directives: controlsDirectives,
  open: () => ({}),
};

/** The actions of administrators. */
export const ctrlsAdmin: Module = {
  name: "mod_ctrls_admin.c",
  directives: adminControlsDirectives,
  open: () => ({}),
};
