/**
 * Lines of passwd(5), as AuthUserFile has them.
 *
 * @module
 */

import type { Identity } from "./account.ts";
import { parseId } from "./colon_file.ts";

/** A line of passwd(5) with its password hash. */
export interface PasswdLine extends Identity {
  /**
   * A hash of crypt(5), or as many `x` where that is nobody's business; empty: no password is asked
   * for.
   */
  readonly hash: string;
}

/**
 * Parses `name:hash:uid:gid:gecos:home:shell`; undefined for what is no entry. As in the original,
 * further fields are ignored, a line with fewer or with ids that are no numbers is passed over and
 * one that starts with `#` is a comment. Unlike there, an id that does not fit in 32 bits makes no
 * entry either: wrapped round it could be that of root.
 */
export function parsePasswdLine(line: string): PasswdLine | undefined {
  if (line.startsWith("#")) return undefined;
  const fields = line.split(":", 7);
  if (fields.length < 7) return undefined;
  const [name, hash, uidField, gidField, , home, shell] = fields;
  const uid = parseId(uidField);
  const gid = parseId(gidField);
  if (name === "" || uid === undefined || gid === undefined) return undefined;
  return { name, hash, uid, gid, home, shell };
}
