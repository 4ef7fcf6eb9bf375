/**
 * Limits that nobody could keep: what is counted on the scoreboard, where there is none.
 *
 * @module
 */

import type { Directive } from "./directive.ts";
import { at, type Finding } from "./error.ts";
import type { Section } from "./tree.ts";

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
    .map((entry): Finding => ({
      severity: "error",
      message: `${entry.name}: unable to count without a scoreboard ${at(entry)}`,
      place: { file: entry.file, line: entry.line },
      directive: entry.name,
      hint: "set ScoreboardFile to a path, or remove this limit",
    }));
  return [...own, ...section.sections.flatMap((inner) => findIn(inner, counted))];
}
