/**
 * Which directive names exist: built ones, ones that are known but not built yet, and ones that
 * the original has given up.
 *
 * @module
 */

import type { Condition } from "./condition.ts";
import type { Context, Directive } from "./directive.ts";
import type { Entry } from "./tree.ts";
import { booleanOf } from "./words.ts";

/** A directive that is known by name and not built. */
export interface Unbuilt {
  readonly name: string;
  /** Where it may stand; left out: anywhere. */
  readonly contexts?: readonly Context[];
  /** As `<IfModule>` spells it. */
  readonly module: string;
  /**
   * `restricts`: without it somebody could do or see what the administrator forbade, so it is an
   * error; `comfort`: logs, displays, tuning, so it is a warning; `switched`: it restricts only where
   * its module's switch (`TLSEngine`, say) is on, and that line is the error, so it is a warning.
   */
  readonly severity: "restricts" | "comfort" | "switched";
  /**
   * First words (lower case) that ask for what the server does anyway: `off`, `none`. Such a line
   * is accepted silently. `off` and `on` stand for their synonyms too.
   */
  readonly harmless?: readonly string[];
}

/** What is known about a name. */
export type Known =
  | { readonly kind: "built"; readonly name: string; readonly directive: Directive<unknown> }
  | { readonly kind: "unbuilt"; readonly name: string; readonly unbuilt: Unbuilt }
  | { readonly kind: "removed"; readonly name: string; readonly hint: string };

/** The tables that make up the directive vocabulary of a server. */
export interface Vocabulary {
  readonly directives: readonly Directive<unknown>[];
  readonly unbuilt: readonly Unbuilt[];
  /** Old names, and a sentence on what to use instead. */
  readonly removed: ReadonlyMap<string, string>;
  /** Readers of what stands behind the names of sections, by these names, where words are not enough. */
  readonly sections?: readonly Directive<unknown>[];
  /** Conditional sections beside those of the language itself. */
  readonly conditions?: readonly Condition[];
}

/**
 * One table by lower-case name out of three. A built directive hides its row in the other tables,
 * so these need no editing when something gets built.
 */
export function knownNames(vocabulary: Vocabulary): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  for (const [name, hint] of vocabulary.removed) {
    known.set(name.toLowerCase(), { kind: "removed", name, hint });
  }
  for (const unbuilt of vocabulary.unbuilt) {
    known.set(unbuilt.name.toLowerCase(), { kind: "unbuilt", name: unbuilt.name, unbuilt });
  }
  for (const directive of vocabulary.directives) {
    known.set(directive.name.toLowerCase(), { kind: "built", name: directive.name, directive });
  }
  return known;
}

/** Whether the line asks for what a server without the directive does anyway. */
export function isHarmless(unbuilt: Unbuilt, entry: Pick<Entry, "args">): boolean {
  if (unbuilt.harmless === undefined || entry.args.length === 0) return false;
  const word = entry.args[0].toLowerCase();
  if (unbuilt.harmless.includes(word)) return true;
  const value = booleanOf(word);
  return value !== undefined && unbuilt.harmless.includes(value ? "on" : "off");
}
