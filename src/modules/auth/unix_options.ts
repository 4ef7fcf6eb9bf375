/**
 * `AuthUnixOptions`: peculiarities of system users.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";

/** By their names in lower case. All but the last are about how the original asks the system. */
const WORDS = ["aixnorlogin", "nogetgrouplist", "noinitgroups", "magictokenchroot"];

/** `AuthUnixOptions word ...`: whether homes may name a root, as `/srv/ftp/./alice` does. */
export const authUnixOptions: Directive<boolean> = {
  name: "AuthUnixOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "AuthUnixOptions opt1 ...",
  fallback: false,
  repeat: "all",
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    for (const word of args.words) {
      if (!WORDS.includes(word.toLowerCase())) args.fail(`: unknown AuthUnixOption '${word}'`);
    }
    return args.words.some((word) => word.toLowerCase() === "magictokenchroot");
  },
};

/** Whether `MagicTokenChroot` is set. */
export function magicToken(config: Scope): boolean {
  return config.all(authUnixOptions).includes(true);
}
