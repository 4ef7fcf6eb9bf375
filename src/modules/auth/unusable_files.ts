/**
 * Files of users and groups that must not be used: an error at the start, as in the original.
 *
 * @module
 */

import { authFileProblem } from "../../auth/mod.ts";
import { at, type Configuration, type Finding, Scope } from "../../config/mod.ts";
import { SysError } from "../../libc/sys_error.ts";
import { authGroupFile, authUserFile } from "./sources.ts";

/** Errors for every `AuthUserFile` and `AuthGroupFile` of a server that would be refused later on. */
export function unusableFiles({ servers }: Configuration): Finding[] {
  const found = new Map<string, Finding>(); // by message: a <Global> line is every server's
  for (const { section } of servers) {
    const scope = new Scope([section]);
    for (const directive of [authUserFile, authGroupFile]) {
      const path = scope.get(directive)?.path;
      const place = scope.place(directive);
      if (path === undefined || place === undefined) continue;
      const problem = problemOf(
        path,
        directive === authUserFile ? "AuthUserFile" : "AuthGroupFile",
      );
      if (problem === undefined) continue;
      const message = `${directive.name}: unable to use ${path}: ${problem.reason} ${at(place)}`;
      const { file, line } = place;
      const finding: Finding = {
        severity: "error",
        message,
        place: { file, line },
        directive: directive.name,
        hint: problem.hint,
      };
      found.set(message, finding);
    }
  }
  return [...found.values()];
}

function problemOf(
  path: string,
  kind: Parameters<typeof authFileProblem>[1],
): { readonly reason: string; readonly hint?: string } | undefined {
  try {
    const problem = authFileProblem(path, kind);
    if (problem === undefined) return undefined;
    const folder = problem.endsWith("Is a directory");
    return { reason: folder ? "Is a directory" : "Operation not permitted", hint: problem };
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return { reason: error.reason };
  }
}
