/**
 * The names that STOU gives.
 *
 * @module
 */

import { getrandom } from "../../libc/process.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const LENGTH = 6;

/** `ftpXXXXXX`: a name that is unlikely to exist; whoever uses it creates the file exclusively. */
export function uniqueName(): string {
  const random = new Uint8Array(LENGTH);
  getrandom(random);
  return `ftp${Array.from(random, (byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}
