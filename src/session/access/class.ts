/**
 * `<Class>`: names for sets of clients.
 *
 * @module
 */

import { Scope, type Section } from "../../config/mod.ts";
import type { AddressRule, RuleSubject } from "../../net/mod.ts";
import { from, satisfy } from "./directives.ts";

/** The first of `classes`, in file order, that describes `peer`. */
export function classOf(classes: readonly Section[], peer: RuleSubject): Section | undefined {
  return classes.find((section) => describes(section, peer));
}

/** Whether `peer` belongs to the class that `section` makes, whatever others say. */
function describes(section: Section, peer: RuleSubject): boolean {
  const scope = new Scope([section]);
  const rules = scope.all(from).flat();
  const holds = (rule: AddressRule) => rule.describes(peer) !== rule.negated;
  // A class without rules is an empty one: `every` would make it everybody's.
  if (rules.length === 0) return false;
  return scope.get(satisfy) === "all" ? rules.every(holds) : rules.some(holds);
}

/** Whether one of `classes` with the name `name` describes `peer`. */
export function isOfClass(classes: readonly Section[], name: string, peer: RuleSubject): boolean {
  return classes.some((section) => section.args[0] === name && describes(section, peer));
}
