/**
 * mod_ifversion.c: `<IfVersion>`. All of it happens while the configuration is read; to a session
 * it is a name.
 *
 * @module
 */

import type { Module } from "../../session/module.ts";

/** The module. */
export const ifVersionModule: Module = { name: "mod_ifversion.c", open: () => ({}) };
