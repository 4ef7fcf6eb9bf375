/**
 * The form of advice: a rule looks at a configuration without errors and returns warnings.
 *
 * @module
 */

import {
  at,
  type Checked,
  type Directive,
  type Finding,
  Scope,
  type Section,
} from "../../config/mod.ts";
import type { Place } from "../../config/mod.ts";
import type { Machine } from "./machine.ts";

/** One thing to look for: what is legal, and most likely not meant. */
export type Rule = (configuration: Checked, machine: Machine) => readonly Finding[];

/** A warning about the line at `place`: `NAME: reason on line N of 'FILE'`. */
export function warning(name: string, reason: string, place: Place, hint?: string): Finding {
  const { file, line } = place;
  const message = `${name}: ${reason} ${at(place)}`;
  return { severity: "warning", message, place: { file, line }, directive: name, hint };
}

/** Every section of the file with those around it, the closest first; the file itself is the first. */
export function* sectionsOf(
  section: Section,
  around: readonly Section[] = [],
): Generator<{ readonly section: Section; readonly around: readonly Section[] }> {
  yield { section, around };
  for (const inner of section.sections) yield* sectionsOf(inner, [section, ...around]);
}

/**
 * Warnings about the lines of one directive, wherever they stand: `judge` is given the value that
 * counts in each section that has one and says what is wrong with it.
 */
export function aboutEach<T>(
  directive: Directive<T>,
  judge: (
    value: T,
    section: Section,
  ) => { readonly reason: string; readonly hint?: string } | undefined,
): Rule {
  return ({ tree }) => {
    const found: Finding[] = [];
    for (const { section } of sectionsOf(tree)) {
      const scope = new Scope([section]);
      const place = scope.place(directive);
      if (place === undefined) continue;
      const verdict = judge(scope.get(directive), section);
      if (verdict === undefined) continue;
      found.push(warning(directive.name, verdict.reason, place, verdict.hint));
    }
    return found;
  };
}
