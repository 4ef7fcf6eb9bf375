/**
 * A layer of rules: what one server, `<Anonymous>` or `<Directory>` section says about commands.
 *
 * @module
 */

import { says, Scope, type Section } from "../../config/mod.ts";
import { allowAll, denyAll } from "./directives.ts";
import { filters } from "./filter.ts";
import { hideFiles } from "./hide.ts";
import { compileLimit, type Limit } from "./limit.ts";

/** A section of the configuration with its `<Limit>`s at hand. */
export interface Layer {
  readonly section: Section;
  /** Its `<Limit>`s by the words that they name, the last in the file first: that one is asked first. */
  readonly limits: ReadonlyMap<string, readonly Limit[]>;
  /** AllowAll or DenyAll right in the section, outside of any `<Limit>`. */
  readonly bare: "allow" | "deny" | undefined;
  /** Of a `.ftpaccess` file that says nobody knows what: nothing is allowed then. */
  readonly isBroken?: boolean;
}

/**
 * `compileLayer`, when somebody asks for the first time, unless that would be too late: patterns are
 * compiled before login. There may be thousands of `<Directory>` sections, of which a session sees few.
 */
export function layerWhenAsked(section: Section): () => Layer {
  const isNow = section.sections.length > 0 || says(section, ...filters, hideFiles);
  let layer = isNow ? compileLayer(section) : undefined;
  return () => layer ??= compileLayer(section);
}

/** Reads a section of kind server, anonymous or directory. */
export function compileLayer(section: Section): Layer {
  const limits = new Map<string, Limit[]>();
  for (const inner of section.sections.toReversed()) {
    if (inner.kind !== "limit") continue;
    const limit = compileLimit(inner);
    for (const word of new Set(limit.words)) {
      const list = limits.get(word);
      if (list) list.push(limit);
      else limits.set(word, [limit]);
    }
  }
  const scope = new Scope([section]);
  // Looking at a pattern compiles it, which can be done before login only.
  for (const filter of filters) scope.get(filter);
  scope.all(hideFiles);
  const bare = scope.has(denyAll) ? "deny" : scope.has(allowAll) ? "allow" : undefined;
  return { section, limits, bare };
}
