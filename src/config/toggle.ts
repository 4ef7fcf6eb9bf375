/**
 * Directives that are on or off.
 *
 * @module
 */

import type { Context, Directive } from "./directive.ts";

/**
 * The directive `name on|off`, which may stand in `contexts` and is `fallback` where no line says so.
 * `expected` is what errors call its word where it is not a `Boolean parameter`.
 */
export function toggle<T extends boolean | undefined>(
  name: string,
  contexts: readonly Context[],
  fallback: T,
  expected?: string,
): Directive<boolean | T> {
  return {
    name,
    contexts,
    syntax: `${name} on|off`,
    fallback,
    parse: (args) => args.boolean(0, expected),
  };
}
