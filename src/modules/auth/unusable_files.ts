/**
 * Files of users and groups that must not be used: an error at the start, as in the original.
 *
 * @module
 */

import { type AuthFileKind, authFileProblem, badLines } from "../../auth/mod.ts";
import { type Configuration, type Finding, findingAt, Scope } from "../../config/mod.ts";
import { SysError } from "../../libc/sys_error.ts";
import { hasFileOption } from "./file_options.ts";
import { authGroupFile, authUserFile } from "./sources.ts";

/** Errors for every `AuthUserFile` and `AuthGroupFile` of a server that would be refused later on. */
export function unusableFiles({ servers }: Configuration): Finding[] {
  const found = new Map<string, Finding>(); // by message: a <Global> line is every server's
  const main = new Scope([servers[0].section]);
  for (const { section } of servers) {
    const scope = new Scope([section]);
    for (const directive of [authUserFile, authGroupFile]) {
      const path = scope.get(directive)?.path;
      const place = scope.place(directive);
      if (path === undefined || place === undefined) continue;
      const kind = directive === authUserFile ? "AuthUserFile" : "AuthGroupFile";
      const problem = problemOf(
        path,
        kind,
        hasFileOption("InsecurePerms", scope, main),
        hasFileOption("SyntaxCheck", scope, main),
      );
      if (problem === undefined) continue;
      const reason = `unable to use ${path}: ${problem.reason}`;
      const finding = findingAt("error", directive.name, reason, place, problem.hint);
      found.set(finding.message, finding);
    }
  }
  return [...found.values()];
}

/** More numbers of lines than this are not told. */
const MOST_LINES = 10;

function problemOf(
  path: string,
  kind: AuthFileKind,
  insecure: boolean,
  syntax: boolean,
): { readonly reason: string; readonly hint?: string } | undefined {
  try {
    const problem = insecure ? undefined : authFileProblem(path, kind);
    if (problem !== undefined) {
      const folder = problem.endsWith("Is a directory");
      return { reason: folder ? "Is a directory" : "Operation not permitted", hint: problem };
    }
    const bad = syntax ? badLines(path, kind) : [];
    if (bad.length === 0) return undefined;
    const lines = bad.slice(0, MOST_LINES).join(", ") + (bad.length > MOST_LINES ? ", ..." : "");
    return {
      reason: "Invalid argument",
      hint: `bad entries (${bad.length}) detected in ${kind} ${path}: line ${lines}`,
    };
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return { reason: error.reason };
  }
}
