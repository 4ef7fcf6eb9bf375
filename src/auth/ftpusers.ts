/**
 * UseFtpUsers: who is listed in ftpusers(5) may not log in.
 *
 * @module
 */

import { readWordList } from "./word_list.ts";

/** The list of refused users. */
export const FTPUSERS = "/etc/ftpusers";

/** Whether `name` is listed in the file `path`. Where that is missing nobody is. */
export function isRefusedUser(name: string, path = FTPUSERS): boolean {
  return readWordList(path)?.includes(name) ?? false;
}
