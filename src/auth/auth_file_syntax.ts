/**
 * Lines of AuthUserFile and AuthGroupFile that are no entries (AuthFileOptions SyntaxCheck).
 *
 * @module
 */

import { close, O, open } from "../libc/files.ts";
import type { AuthFileKind } from "./auth_file_permissions.ts";
import { blocks, linesOf } from "./colon_file.ts";
import { parseGroupLine } from "./group_file.ts";
import { parsePasswdLine } from "./passwd_file.ts";

/**
 * The numbers of the lines, counted from 1, that are neither entries of `kind` nor comments: empty ones
 * are among them, as in the original. Throws `SysError`.
 */
export function badLines(path: string, kind: AuthFileKind): number[] {
  const parse = kind === "AuthUserFile" ? parsePasswdLine : parseGroupLine;
  const fd = open(path, O.RDONLY | O.NOCTTY | O.NONBLOCK);
  try {
    const bad: number[] = [];
    let number = 0;
    for (const block of blocks(fd)) {
      for (const line of linesOf(block)) {
        number++;
        if (!line.startsWith("#") && parse(line) === undefined) bad.push(number);
      }
    }
    return bad;
  } finally {
    close(fd);
  }
}
