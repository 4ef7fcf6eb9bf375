/**
 * Skeletons of `CreateHome` that must not be used: an error at the start, as in the original.
 *
 * @module
 */

import { at, type Configuration, type Finding, Scope } from "../../../config/mod.ts";
import { AT_FDCWD, S_IFDIR, S_IFMT, statAt } from "../../../libc/statx.ts";
import { SysError } from "../../../libc/sys_error.ts";
import { createHome } from "./create_home.ts";

/** Errors for every skeleton that is missing, no directory, or everybody's to write to. */
export function unusableSkeletons({ servers }: Configuration): Finding[] {
  const found = new Map<string, Finding>(); // by message: a <Global> line is every server's
  for (const { section } of servers) {
    const scope = new Scope([section]);
    const path = scope.get(createHome)?.skeleton;
    const place = scope.place(createHome);
    const problem = path === undefined ? undefined : problemOf(path);
    if (place === undefined || problem === undefined) continue;
    const { file, line } = place;
    const message = `CreateHome: ${problem} ${at(place)}`;
    found.set(message, {
      severity: "error",
      message,
      place: { file, line },
      directive: createHome.name,
    });
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
