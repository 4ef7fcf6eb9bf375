/**
 * Directives that the original still accepts and no longer acts on.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";

function withoutEffect(name: string): Directive<boolean> {
  return {
    name,
    contexts: ["server", "vhost", "global"],
    syntax: `${name} on|off`,
    fallback: false,
    parse: (args) => args.boolean(),
  };
}

/** `DeferWelcome` and `MultilineRFC2228`: present in old files, without effect since 1.3. */
export const ignored: readonly Directive<boolean>[] = [
  withoutEffect("DeferWelcome"),
  withoutEffect("MultilineRFC2228"),
];
