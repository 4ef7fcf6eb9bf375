/**
 * Expressions over names of users, groups and classes: `alice,!bob`, `AND staff,!guests`,
 * `regex ^ftp_`.
 *
 * @module
 */

import type { Arguments } from "../../config/mod.ts";
import type { Regex } from "../../libc/regex.ts";
import { patternOf } from "./pattern.ts";

/** One name of a list; `*` stands for any. */
interface Term {
  readonly name: string;
  readonly negated: boolean;
}

/** What is asked about a set of names. */
export type Expression =
  /** `and`: every term is true; `or`: one is. */
  | { readonly kind: "and" | "or"; readonly terms: readonly Term[] }
  /** One of the names matches. */
  | { readonly kind: "regex"; readonly regex: Regex };

/**
 * The expression in the words of a directive: an optional `AND`, `OR` or `regex` (in any case) and
 * a list with commas between, or in several words. `list` is how a list without such a word is meant; `words`
 * are those of the expression, where others stand before it.
 */
export function parseExpression(
  args: Arguments,
  list: "and" | "or",
  words = args.words,
): Expression {
  if (words.length === 0) args.fail("wrong number of parameters");
  warnOfBlanks(args, words);
  const keyword = words.length > 1 ? words[0].toLowerCase() : "";
  if (keyword === "regex") return { kind: keyword, regex: patternOf(args, words[1], false) };
  if (keyword === "and" || keyword === "or") {
    return { kind: keyword, terms: termsOf(words.slice(1)) };
  }
  return { kind: list, terms: termsOf(words) };
}

/** Blanks in a quoted word belong to the name: groups of other systems have some. */
function termsOf(words: readonly string[]): Term[] {
  return words.flatMap((word) => word.split(",")).filter((text) => text !== "").map((text) =>
    text.startsWith("!") ? { name: text.slice(1), negated: true } : { name: text, negated: false }
  );
}

/**
 * Whether somebody called all of `names` (one user name, several groups) is meant; `star` says what `*`
 * is.
 */
export function fits(
  expression: Expression,
  names: readonly string[],
  star: "any" | "literal" = "any",
): boolean {
  if (expression.kind === "regex") return names.some((name) => expression.regex.test(name));
  const { kind, terms } = expression;
  const holds = ({ name, negated }: Term) =>
    (name === "*" && star === "any" ? names.length > 0 : names.includes(name)) !== negated;
  if (terms.length === 0) return false; // `every` would make an empty list everybody's
  return kind === "and" ? terms.every(holds) : terms.some(holds);
}

/** The expression that is one word, a list with commas between. */
export function listOf(word: string, kind: "and" | "or"): Expression {
  return { kind, terms: termsOf([word]) };
}

/** Warns of quoted lists: a blank beside a comma is most likely not meant to be part of a name. */
export function warnOfBlanks(args: Arguments, words: readonly string[]): void {
  const odd = words.flatMap((word) => word.split(",")).find((name) => /^!?\s|\s$/.test(name));
  if (odd !== undefined) args.warn(`the blank in '${odd}' is taken for a part of the name`);
}

/**
 * The names in the group list `text`, whatever is said of them; for whoever wants to know whether
 * there are such groups.
 */
export function groupsIn(text: string): readonly string[] {
  return termsOf([text]).map(({ name }) => name);
}

/**
 * Whether `names` are among those that the group list `text` is for: every term must hold. One
 * without any is for everybody.
 */
export function matchesGroups(text: string, names: readonly string[]): boolean {
  const terms = termsOf([text]);
  return terms.length === 0 || fits({ kind: "and", terms }, names);
}
