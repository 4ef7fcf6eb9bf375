/**
 * mod_rlimit.c: how much daemon and sessions may take, and which folders of a jail stay as they are.
 * The daemon and the session see to it; the directives are in the settings.
 *
 * @module
 */

import type { Module } from "../session/module.ts";
import { resourceLimitDirectives } from "../settings/mod.ts";

/** The module. */
export const rlimit: Module = {
  name: "mod_rlimit.c",
  directives: resourceLimitDirectives,
  open: () => ({}),
};
