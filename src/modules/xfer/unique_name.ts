/**
 * The names that STOU gives, and `StoreUniquePrefix`.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { getrandom } from "../../libc/process.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const LENGTH = 6;

/** `StoreUniquePrefix prefix`: how the names begin. */
export const storeUniquePrefix: Directive<string> = {
  name: "StoreUniquePrefix",
  contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  syntax: "StoreUniquePrefix prefix",
  fallback: "ftp",
  parse(args) {
    const prefix = args.single();
    if (prefix.includes("/")) args.fail(`no slashes allowed in prefix: '${prefix}'`);
    return prefix;
  },
};

/**
 * `prefix` and six letters: a name that is unlikely to exist; whoever uses it creates the file
 * exclusively.
 */
export function uniqueName(prefix: string): string {
  const random = new Uint8Array(LENGTH);
  getrandom(random);
  return `${prefix}${Array.from(random, (byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}
