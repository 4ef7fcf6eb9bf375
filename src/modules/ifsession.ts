/**
 * mod_ifsession.c: sections that count for some clients only. What they say is a part of the rules of
 * a session (`session/access/conditions.ts`); the module is a name for `LoadModule` and `<IfModule>`.
 *
 * @module
 */

import type { Module } from "../session/module.ts";

/** The module. */
export const ifSession: Module = { name: "mod_ifsession.c", open: () => ({}) };
