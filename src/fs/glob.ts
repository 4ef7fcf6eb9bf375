/**
 * Paths that match a pattern, found within the root and with an end to the work that one command
 * can cause.
 *
 * @module
 */

import { DT, readDirectory } from "../libc/dirents.ts";
import { close } from "../libc/files.ts";
import { fnmatcher, hasWildcard } from "../libc/fnmatch.ts";
import { isSysError } from "../libc/sys_error.ts";
import { isDirectory } from "../libc/statx.ts";
import { joinPath } from "./paths.ts";
import type { Root } from "./root.ts";

/** At most so many names of a pattern's path may hold wildcards, as in the original. */
export const MAX_LEVELS = 8;
/** At most so many names are looked at for one pattern, as in the original. */
export const MAX_NAMES = 100_000;

/**
 * The paths that `pattern` matches, written as the pattern is: relative to `cwd` or absolute. In the
 * directories' own order; empty when nothing matches and when the limits are exceeded.
 * Directories that cannot be read, or that `mayRead` (asked with a shown path) says no to, match
 * nothing; wildcards do not lead through links.
 */
export function glob(
  root: Root,
  cwd: string,
  pattern: string,
  mayRead: (directory: string) => boolean = () => true,
): string[] {
  // One slash of two in front is lost, as in glob(3), where nothing but a name follows.
  const parts = pattern.replace(/^\/\/(?=[^/]*$)/, "/").split("/");
  if (parts.filter(hasWildcard).length > MAX_LEVELS) return [];
  let budget = MAX_NAMES;
  // What matches so far: the text of the path up to here, a slash at its end if it has one.
  let found = [""];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const end = isLast ? "" : "/";
    if (!hasWildcard(part)) {
      found = found.map((path) => path + part + end);
      continue;
    }
    const fits = fnmatcher(part, { period: true, escape: true });
    const next: string[] = [];
    for (const path of found) {
      const directory = joinPath(cwd, path);
      if (!mayRead(directory)) continue;
      const unsure: string[] = [];
      budget = eachName(root, directory, budget, (name, type) => {
        if (!fits(name)) return;
        if (isLast || type === DT.DIR) next.push(path + name + end);
        else if (type === DT.UNKNOWN) unsure.push(path + name);
      });
      if (budget < 0) return [];
      for (const name of unsure) {
        if (isDirectory(root.tryLstat(joinPath(cwd, name)))) next.push(name + end);
      }
    }
    found = next;
  }
  // A literal end was not looked at yet; one with a slash must be a directory.
  const end = parts.at(-1) ?? "";
  return hasWildcard(end) ? found : found.filter((path) => isThere(root, joinPath(cwd, path)));
}

function isThere(root: Root, path: string): boolean {
  return path.endsWith("/") ? isDirectory(root.tryStat(path)) : root.tryLstat(path) !== undefined;
}

/** Calls `each` for the names in `path`, `budget` of them at most, and returns what is left of it. */
function eachName(
  root: Root,
  path: string,
  budget: number,
  each: (name: string, type: number) => void,
): number {
  let left = budget;
  let fd: number;
  try {
    fd = root.openDirectory(path);
  } catch (error) {
    if (isSysError(error)) return left;
    throw error;
  }
  try {
    readDirectory(fd, (name, type) => {
      if (--left < 0) return false;
      each(name, type);
    });
  } finally {
    close(fd);
  }
  return left;
}
