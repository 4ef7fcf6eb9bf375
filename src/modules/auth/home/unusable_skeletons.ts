/**
 * Skeletons of `CreateHome` that must not be used: an error at the start, as in the original.
 *
 * @module
 */

import {
  type Configuration,
  type Finding,
  findingAbout,
  Scope,
  wellFormed,
} from "../../../config/mod.ts";
import { AT_FDCWD, S_IFDIR, S_IFMT, statAt } from "../../../libc/statx.ts";
import { SysError } from "../../../libc/sys_error.ts";
import { createHome } from "./create_home.ts";

/** Errors for every skeleton that is missing, no directory, or everybody's to write to. */
export function unusableSkeletons({ servers }: Configuration): Finding[] {
  const found = new Map<string, Finding>(); // by message: a <Global> line is every server's
  for (const { section } of servers) {
    const scope = new Scope([section]);
    const path = wellFormed(() => scope.get(createHome))?.skeleton;
    const problem = path === undefined ? undefined : problemOf(path);
    if (problem === undefined) continue;
    const finding = findingAbout(scope, createHome, problem);
    found.set(finding.message, finding);
  }
  return [...found.values()];
}

function problemOf(path: string): string | undefined {
  try {
    const { mode } = statAt(AT_FDCWD, path);
    if ((mode & S_IFMT) !== S_IFDIR) return `'${path}' is not a directory`;
    return (mode & 0o002) !== 0 ? `'${path}' is world-writable` : undefined;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return `unable to stat '${path}': ${error.reason}`;
  }
}
