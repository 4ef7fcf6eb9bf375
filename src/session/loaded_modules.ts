/**
 * Which modules the configuration asks for by name.
 *
 * @module
 */

import type { Scope } from "../config/mod.ts";

/** The names behind `LoadModule` in `main`, the main server's settings, in their order. */
export function loadedModules(main: Scope): readonly string[] {
  return main.sections.flatMap(({ entries }) =>
    entries.flatMap(({ name, args }) => name === "LoadModule" ? args.slice(0, 1) : [])
  );
}
