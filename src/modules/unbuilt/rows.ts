/**
 * A short way to write tables of directives that are not built yet.
 *
 * @module
 */

import type { Context, Unbuilt } from "../../config/mod.ts";

/** Name, contexts by letter (empty: anywhere), severity, first words that are harmless. */
type Row = readonly [
  name: string,
  contexts: string,
  severity: Unbuilt["severity"],
  ...harmless: string[],
];

const CONTEXTS: Readonly<Record<string, Context>> = {
  S: "server",
  V: "vhost",
  G: "global",
  A: "anonymous",
  D: "directory",
  L: "limit",
  C: "class",
  F: "ftpaccess",
};

/** The rows of one module. */
export function rows(module: string, table: readonly Row[]): Unbuilt[] {
  return table.map(([name, contexts, severity, ...harmless]) => ({
    name,
    module,
    severity,
    ...(contexts === "" ? {} : { contexts: [...contexts].map((letter) => CONTEXTS[letter]) }),
    ...(harmless.length === 0 ? {} : { harmless }),
  }));
}
