/**
 * The form of advice: a rule looks at a configuration and returns warnings. It may give up by the error of
 * a line whose words are wrong (`Scope`), and has to bear lines without any.
 *
 * @module
 */

import {
  type Checked,
  type Directive,
  type Finding,
  findingAt,
  Scope,
  type Section,
  wellFormed,
} from "../../config/mod.ts";
import type { Place } from "../../config/mod.ts";
import type { Machine } from "./machine.ts";

/** What is looked at. */
export interface Subject extends Checked {
  /** All sections of the file, itself first: there may be many thousands. */
  readonly sections: readonly Section[];
}

/** One thing to look for: what is legal, and most likely not meant. */
export type Rule = (subject: Subject, machine: Machine) => readonly Finding[];

/** A warning about the line at `place`: `NAME: reason on line N of 'FILE'`. */
export function warning(name: string, reason: string, place: Place, hint?: string): Finding {
  return findingAt("warning", name, reason, place, hint);
}

/** `section` and every section in it, in the order of the file. */
export function sectionsOf(section: Section): Section[] {
  return [section, ...section.sections.flatMap(sectionsOf)];
}

/** Whether a line of `directive` stands in the section itself. */
export function hasLine({ entries }: Section, directive: Directive<unknown>): boolean {
  return entries.some(({ name }) => name === directive.name);
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
  return ({ sections }) => {
    const found: Finding[] = [];
    for (const section of sections) {
      if (!hasLine(section, directive)) continue;
      const scope = new Scope([section]);
      const place = scope.place(directive);
      if (place === undefined) continue;
      const value = wellFormed(() => ({ is: scope.get(directive) }));
      const verdict = value && judge(value.is, section);
      if (verdict === undefined) continue;
      found.push(warning(directive.name, verdict.reason, place, verdict.hint));
    }
    return found;
  };
}
