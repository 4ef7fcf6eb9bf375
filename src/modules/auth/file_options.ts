/**
 * `AuthFileOptions`: how strictly files of users and groups are looked at.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";

const WORDS = ["InsecurePerms", "SyntaxCheck"] as const;

type Word = typeof WORDS[number];

/** `AuthFileOptions InsecurePerms|SyntaxCheck ...`; several lines add up. */
export const authFileOptions: Directive<readonly Word[]> = {
  name: "AuthFileOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "AuthFileOptions opt1 ...",
  fallback: [],
  repeat: "all",
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    return args.words.map((word) =>
      WORDS.find((known) => known === word) ?? args.fail(`: unknown AuthFileOption '${word}'`)
    );
  },
};

/**
 * Whether `word` is set for a server: by a line of its own, of `<Global>`, or of the main server, as
 * in the original, where such a line is about all files behind it.
 */
export function hasFileOption(word: Word, config: Scope, main: Scope): boolean {
  return [config, main].some((scope) =>
    scope.all(authFileOptions).some((words) => words.includes(word))
  );
}
