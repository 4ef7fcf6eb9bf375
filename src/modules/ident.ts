/**
 * mod_ident.c: RFC 1413 look-ups, which are never made. Many configurations switch them off, often
 * without asking first whether the module is there; so the name is known.
 *
 * @module
 */

import type { Directive } from "../config/mod.ts";
import type { Module } from "../session/module.ts";

/** `IdentLookups`. */
export const identLookups: Directive<false> = {
  name: "IdentLookups",
  contexts: ["server", "vhost", "global"],
  syntax: "IdentLookups on|off",
  fallback: false,
  parse(args) {
    if (args.boolean()) args.warn("ident lookups are not supported by this server yet, ignored");
    return false;
  },
};

/** The module. */
export const ident: Module = {
  name: "mod_ident.c",
  directives: [identLookups],
  open: () => ({}),
};
