/**
 * `<Class>`: names for groups of clients.
 *
 * @module
 */

import { Scope, type Section } from "../../config/mod.ts";
import type { RuleSubject } from "../../net/mod.ts";
import { from, satisfy } from "./directives.ts";

/** The name of the first class, in file order, that takes the client in. */
export function classOf(classes: readonly Section[], subject: RuleSubject): string | undefined {
  return classes.find((section) => contains(section, subject))?.args[0];
}

function contains(section: Section, subject: RuleSubject): boolean {
  const scope = new Scope([section]);
  const rules = scope.all(from).flat();
  if (rules.length === 0) return false;
  if (scope.get(satisfy) === "all") return rules.every((rule) => rule.matches(subject));
  // A negated rule keeps out whoever it names, even if another one takes him in.
  if (rules.some((rule) => rule.negated && !rule.matches(subject))) return false;
  const plain = rules.filter((rule) => !rule.negated);
  return plain.length === 0 || plain.some((rule) => rule.matches(subject));
}
