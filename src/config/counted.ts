/**
 * Limits that nobody could keep: what is counted on the scoreboard, where there is none.
 *
 * @module
 */

import type { Directive } from "./directive.ts";
import type { Finding } from "./error.ts";
import { findingAt } from "./finding_about.ts";
import type { Section } from "./tree.ts";

const REASON = "unable to count without a scoreboard";
const HINT = "set ScoreboardFile to a path, or remove this limit";

/**
 * An error for every line of `tree` that sets a limit which is counted on the scoreboard. The
 * original lets everybody in then without a word.
 */
export function uncountable(
  tree: Section,
  directives: readonly Directive<unknown>[],
): readonly Finding[] {
  const counted = new Map(
    directives.filter((directive) => directive.counts).map((
      directive,
    ) => [directive.name, directive]),
  );
  return findIn(tree, counted);
}

function findIn(section: Section, counted: ReadonlyMap<string, Directive<unknown>>): Finding[] {
  const own = section.entries
    .filter((entry) => counted.get(entry.name)?.counts?.(entry.args))
    .map((entry) => findingAt("error", entry.name, REASON, entry, HINT));
  return [...own, ...section.sections.flatMap((inner) => findIn(inner, counted))];
}
