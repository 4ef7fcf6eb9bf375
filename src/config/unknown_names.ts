/**
 * Names that are no directive and no section, and what was meant.
 *
 * @module
 */

import { closing } from "./conditional_sections.ts";
import { at } from "./error.ts";
import type { Findings } from "./findings.ts";
import type { Known } from "./known.ts";
import { sectionRules } from "./sections.ts";
import { didYouMean, nearest } from "./suggest.ts";
import type { Place } from "./tree.ts";

/** After this many unknown names no more suggestions are looked for: it is the wrong file. */
const MOST_SUGGESTIONS = 50;

/** The words of the language that are neither directives nor sections. */
const LANGUAGE_NAMES = ["Include", "IncludeOptions", "Define"];

/** The unknown names of one reading. */
export class UnknownNames {
  #suggestions = 0;

  /** `conditionals` are the names of conditional sections, with brackets. */
  constructor(
    private readonly findings: Findings,
    private readonly known: ReadonlyMap<string, Known>,
    private readonly conditionals: readonly string[],
  ) {}

  /** An error for `name`, a tag if it has brackets. */
  report(name: string, place: Place): void {
    const message = `unknown configuration directive '${name}' ${at(place)}`;
    this.findings.report("error", { message, place, directive: name, hint: this.#hintFor(name) });
  }

  #hintFor(name: string): string | undefined {
    // deno-lint-ignore no-control-regex -- "not ASCII" has no other way to be written
    if (/[^\x00-\x7f]/.test(name)) {
      return `malformed directive name '${name}' (contains non-ASCII characters)`;
    }
    if (this.#suggestions >= MOST_SUGGESTIONS) return undefined;
    this.#suggestions += 1;
    return didYouMean(nearest(name, name.startsWith("<") ? this.#tags(name) : this.#names()));
  }

  #names(): string[] {
    const usable = [...this.known.values()].filter((known) => known.kind !== "removed");
    return [...usable.map((known) => known.name), ...LANGUAGE_NAMES];
  }

  #tags(name: string): string[] {
    const tags = [...[...sectionRules.values()].map((rule) => rule.name), ...this.conditionals];
    return name.startsWith("</") ? tags.map(closing) : tags;
  }
}
