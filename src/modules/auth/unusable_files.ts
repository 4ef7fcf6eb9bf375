/**
 * Files of users and groups that must not be used: an error at the start, as in the original.
 *
 * @module
 */

import { type AuthFileKind, authFileProblem, badLines } from "../../auth/mod.ts";
import { type Checked, type Finding, findingAt, Scope, wellFormed } from "../../config/mod.ts";
import { AT_FDCWD, statAt } from "../../libc/statx.ts";
import { SysError } from "../../libc/sys_error.ts";
import { hasFileOption } from "./file_options.ts";
import { authGroupFile, authUserFile } from "./sources.ts";

/**
 * Errors for every `AuthUserFile` and `AuthGroupFile` of a server that would be refused later on. Where
 * it is not known which `AuthFileOptions` there are to be, they are for files that are missing.
 */
export function unusableFiles({ servers, isWhole }: Checked): Finding[] {
  const found = new Map<string, Finding>(); // by message: a <Global> line is every server's
  const main = new Scope([servers[0].section]);
  for (const { section } of servers) {
    const scope = new Scope([section]);
    for (const directive of [authUserFile, authGroupFile]) {
      const path = wellFormed(() => scope.get(directive))?.path;
      const place = scope.place(directive);
      if (path === undefined || place === undefined) continue;
      const kind = directive === authUserFile ? "AuthUserFile" : "AuthGroupFile";
      const strictness = wellFormed(() => ({
        insecure: hasFileOption("InsecurePerms", scope, main),
        syntax: hasFileOption("SyntaxCheck", scope, main),
      }));
      const problem = problemOf(path, kind, isWhole ? strictness : undefined);
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
  strictness: { readonly insecure: boolean; readonly syntax: boolean } | undefined,
): { readonly reason: string; readonly hint?: string } | undefined {
  try {
    if (strictness === undefined) statAt(AT_FDCWD, path);
    const { insecure, syntax } = strictness ?? { insecure: true, syntax: false };
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
