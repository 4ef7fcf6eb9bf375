/**
 * mod_ident.c: RFC 1413 look-ups.
 *
 * @module
 */

import type { Module } from "../session/module.ts";
import { identLookups } from "../session/ident_lookup.ts";

/** The module; the look-up itself is a part of a session's start. */
export const ident: Module = {
  name: "mod_ident.c",
  directives: [identLookups],
  open: () => ({}),
};
