/**
 * What is behind SITE: a command line of its own, whose words the original tells apart in another
 * way than those of other commands.
 *
 * @module
 */

import { type CommandLine, firstWord, upperCase, words } from "./command_line.ts";

/** The sub-command that `argument`, SITE's, asks for; its own argument is byte for byte what follows. */
export function parseSiteLine(argument: string): CommandLine {
  const { word, rest } = firstSiteWord(argument);
  return { verb: upperCase(word), argument: rest, hasArgument: rest !== "" };
}

/**
 * The words of a sub-command's argument. Every blank ends one, so two in a row have an empty word
 * between them, and so has a quoted one and what stands behind it; but for the blank at the very end.
 */
export function siteWords(argument: string): string[] {
  const found: string[] = [];
  for (let rest = argument; rest !== "";) {
    const first = firstSiteWord(rest);
    found.push(first.word);
    rest = first.rest;
  }
  return found;
}

/**
 * The name that is all of `text`: as it is, but for words between double quotes. The original spells
 * it of its words, so that one with a tab, or with a blank at an end, becomes another file's.
 */
export function siteName(text: string): string {
  let name = "";
  for (let rest = text; rest !== "";) {
    const first = firstSiteWord(rest);
    if (!rest.startsWith('"')) name += rest.slice(0, rest.length - first.rest.length);
    else name += first.rest === "" ? first.word : `${first.word} `;
    rest = first.rest;
  }
  return name;
}

/** The first word, and what is behind it and the blank that ends it. */
export function firstSiteWord(text: string): { word: string; rest: string } {
  const quoted = /^"(?:\\[^]|[^"\\])*(?:"|\\?$)/.exec(text)?.[0];
  if (quoted === undefined) return firstWord(text);
  return { word: words(quoted)[0] ?? "", rest: text.slice(quoted.length) };
}
