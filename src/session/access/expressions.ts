/**
 * Expressions over names: `AllowUser alice,bob`, `DenyGroup AND staff,!admin`, `AllowUser regex ^ftp`.
 *
 * @module
 */

import type { Arguments } from "../../config/mod.ts";
import type { Regex } from "../../libc/regex.ts";
import { patternOf } from "./pattern.ts";

/** How the elements of a list are combined, or that there is one pattern. */
export type Combination = "and" | "or" | "regex";

/** An expression as the configuration has it. */
export interface Expression {
  readonly combination: Combination;
  /** Names, `!` in front negates, `*` is everybody; none for `regex`. */
  readonly elements: readonly string[];
  /** The pattern of `regex`. */
  readonly pattern?: Regex;
}

/** Reads the words of a directive: `[AND|OR|regex] list`; `fallback` where no keyword is given. */
export function parseExpression(args: Arguments, fallback: Combination): Expression {
  const keyword = args.words.length > 1 ? args.word(0).toLowerCase() : "";
  const known = keyword === "and" || keyword === "or" || keyword === "regex";
  const combination: Combination = known ? keyword : fallback;
  const words = args.rest(known ? 1 : 0);
  if (combination === "regex") {
    return { combination, elements: [], pattern: patternOf(args, words[0] ?? args.word(1), false) };
  }
  return { combination, elements: splitList(words.join(",")) };
}

/** The elements of a comma list without blanks and empty ones. */
export function splitList(list: string): string[] {
  return list.split(",").map((word) => word.trim()).filter((word) => word !== "");
}

/**
 * Whether somebody of whom `names` are true (a user's name, all his groups' names, his class) fits
 * the expression. An empty list fits nobody.
 */
export function fits(expression: Expression, names: readonly string[]): boolean {
  const { combination, elements, pattern } = expression;
  if (pattern) return names.some((name) => pattern.test(name));
  if (elements.length === 0) return false;
  const holds = (element: string): boolean =>
    element.startsWith("!") ? !isAmong(element.slice(1), names) : isAmong(element, names);
  return combination === "and" ? elements.every(holds) : elements.some(holds);
}

function isAmong(element: string, names: readonly string[]): boolean {
  return element === "*" || names.includes(element);
}

/** Whether a user with these groups fits a group list such as that of DefaultRoot: AND, `!` negates. */
export function matchesGroups(list: string, groups: readonly string[]): boolean {
  return fits({ combination: "and", elements: splitList(list) }, groups);
}
