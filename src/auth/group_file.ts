/**
 * Lines of group(5), as AuthGroupFile has them.
 *
 * @module
 */

import { parseId } from "./colon_file.ts";

/** A group, as a line of group(5) has it. Names are byte strings. */
export interface GroupLine {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/**
 * Parses `name:password:gid:members`; undefined for what is no entry. As in the original, fields
 * behind the members are ignored, blanks around a member's name belong to it, a line that starts
 * with `#` is a comment, and the members may be missing. Unlike there, an id that is no number makes
 * no entry: the original takes such a group for that of root.
 */
export function parseGroupLine(line: string): GroupLine | undefined {
  if (line.startsWith("#")) return undefined;
  const [name, , gidField, members = ""] = line.split(":", 4);
  const gid = parseId(gidField ?? "");
  if (name === "" || gid === undefined) return undefined;
  return { name, gid, members: members.split(",").filter((member) => member !== "") };
}
