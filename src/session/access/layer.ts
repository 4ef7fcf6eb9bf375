/**
 * A layer of rules: what one server, `<Anonymous>` or `<Directory>` section says about commands.
 *
 * @module
 */

import { Scope, type Section } from "../../config/mod.ts";
import { allowAll, denyAll } from "./directives.ts";
import { filters } from "./filter.ts";
import { compileLimit, type Limit } from "./limit.ts";

/** A section of the configuration with its `<Limit>`s at hand. */
export interface Layer {
  readonly section: Section;
  /** The last `<Limit>` that names a word, by that word: of two for the same, the later counts. */
  readonly limits: ReadonlyMap<string, Limit>;
  /** All that name LOGIN: every one of them has to let a user in. */
  readonly logins: readonly Limit[];
  /** AllowAll or DenyAll right in the section, outside of any `<Limit>`. */
  readonly bare: "allow" | "deny" | undefined;
}

/** Reads a section of kind server, anonymous or directory. */
export function compileLayer(section: Section): Layer {
  const limits = section.sections.filter(({ kind }) => kind === "limit").map(compileLimit);
  const scope = new Scope([section]);
  // Looking at a filter compiles it, which can be done before login only.
  for (const filter of filters) scope.get(filter);
  return {
    section,
    limits: new Map(limits.flatMap((limit) => limit.words.map((word) => [word, limit]))),
    logins: limits.filter(({ words }) => words.includes("LOGIN")),
    bare: scope.has(denyAll) ? "deny" : scope.has(allowAll) ? "allow" : undefined,
  };
}
