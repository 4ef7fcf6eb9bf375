/**
 * Directives that only `<Anonymous>` has.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";

/** `AnonRequirePassword`: whether the area asks for the password of its `User`. */
export const anonRequirePassword: Directive<boolean> = {
  name: "AnonRequirePassword",
  contexts: ["anonymous"],
  syntax: "AnonRequirePassword off|on",
  fallback: false,
  parse: (args) => args.boolean(),
};
