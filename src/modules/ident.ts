/**
 * mod_ident.c: RFC 1413 look-ups. Many configurations switch them off, often without asking first
 * whether the module is there; so the name is known, and `off` is all that it can be.
 *
 * @module
 */

import type { Directive } from "../config/mod.ts";
import type { Module } from "../session/module.ts";

/** `IdentLookups off`. */
export const identLookups: Directive<false> = {
  name: "IdentLookups",
  contexts: ["server", "vhost", "global"],
  syntax: "IdentLookups off",
  fallback: false,
  parse: (args) =>
    args.boolean() ? args.fail("ident lookups are not supported by this server yet") : false,
};

/** The module. */
export const ident: Module = {
  name: "mod_ident.c",
  directives: [identLookups],
  open: () => ({}),
};
