/**
 * `RewriteHome`: whether the rules of mod_rewrite change where users are at home. As in the original
 * it has no effect without that module, which is not built: its `RewriteEngine on` is the error.
 *
 * @module
 */

import type { Directive } from "../../../config/mod.ts";

/** `RewriteHome on|off`. */
export const rewriteHome: Directive<boolean> = {
  name: "RewriteHome",
  contexts: ["server", "vhost", "global"],
  syntax: "RewriteHome on|off",
  fallback: false,
  parse(args) {
    const wanted = args.boolean();
    if (wanted) args.warn("there are no rules of mod_rewrite here, without effect");
    return wanted;
  },
};
