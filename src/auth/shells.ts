/**
 * RequireValidShell: who has no shell that is listed in shells(5) may not log in.
 *
 * @module
 */

import { readWordList } from "./word_list.ts";

/** The list of shells. */
export const SHELLS = "/etc/shells";

/** Whether `shell` is listed in the file `path`. Where that is missing every shell is valid. */
export function isValidShell(shell: string, path = SHELLS): boolean {
  return readWordList(path)?.includes(shell) ?? true;
}
