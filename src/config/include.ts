/**
 * Which files one `Include` line names: a file, the files of a directory, or those that match
 * patterns.
 *
 * @module
 */

import { fnmatcher, type FnmatchFlags, hasWildcard } from "../libc/fnmatch.ts";
import { reasonOf, type Source } from "./source.ts";

/** glob(3): a dot in front is written out, a backslash makes a wildcard plain. */
const AS_GLOB: FnmatchFlags = { period: true, escape: true };

/** What `IncludeOptions` may say. */
export const INCLUDE_OPTIONS = ["AllowSymlinks", "IgnoreTempFiles", "IgnoreWildcards"] as const;

/** One word of `IncludeOptions`. */
export type IncludeOption = typeof INCLUDE_OPTIONS[number];

/** The files to read, in order, or why there are none. */
export type Included =
  | { readonly files: readonly string[] }
  /** The words of the warning: `No such file or directory`. */
  | { readonly missing: string }
  /** The words of the error: the path is not allowed. */
  | { readonly refused: string };

/**
 * Expands the absolute `path`. Directories and patterns give their files in byte order, hidden ones
 * included for a directory, as in the original; no match for the last component is an empty list,
 * because `conf.d/*.conf` is often empty. A directory that is a symbolic link is read with
 * AllowSymlinks only.
 */
export function expandInclude(
  path: string,
  source: Source,
  options: ReadonlySet<IncludeOption> = new Set(),
): Included {
  const slash = path.lastIndexOf("/");
  const directory = path.slice(0, slash).replace(/\/+$/, "");
  const last = path.slice(slash + 1);
  try {
    if (!hasWildcard(directory)) return inDirectory(directory, last, source, options);
    if (options.has("IgnoreWildcards")) return { refused: "Invalid argument" };
    // Where patterns name several directories, it is enough that one of them has the file.
    const results = matchingDirectories(directory, source)
      .filter((found) => hasWildcard(last) || source.kind(`${found}/${last}`) !== undefined)
      .map((found) => inDirectory(found, last, source, options));
    const files = results.flatMap((result) => "files" in result ? result.files : []);
    const failed = results.find((result) => !("files" in result));
    if (files.length > 0) return { files };
    return failed ?? (results.length > 0 ? { files } : { missing: "No such file or directory" });
  } catch (error) {
    return { missing: reasonOf(error) };
  }
}

/** The directories that the absolute `path` names, of which each component may be a pattern. */
function matchingDirectories(path: string, source: Source): string[] {
  let found = [""];
  for (const component of path.slice(1).split("/")) {
    found = found.flatMap((parent) => {
      if (!hasWildcard(component)) return [`${parent}/${component}`];
      if (source.kind(parent || "/") !== "directory") return [];
      return filesOf(parent, source, fnmatcher(component, AS_GLOB))
        .filter((path) => source.kind(path) === "directory");
    });
  }
  return found;
}

function inDirectory(
  directory: string,
  last: string,
  source: Source,
  options: ReadonlySet<IncludeOption>,
): Included {
  const follows = (path: string) => options.has("AllowSymlinks") || !source.isLink(path);
  const isWanted = (name: string) => !(options.has("IgnoreTempFiles") && isTemporary(name));
  if (hasWildcard(last)) {
    if (!follows(directory || "/")) return { missing: "Not a directory" };
    const matches = fnmatcher(last, AS_GLOB);
    return { files: filesOf(directory, source, (name) => matches(name) && isWanted(name)) };
  }
  const path = `${directory}/${last}`;
  if (source.kind(path) !== "directory") return { files: [path] };
  const folder = last === "" ? directory : path;
  if (!follows(folder || "/")) return { missing: "Is a directory" };
  return { files: filesOf(folder, source, isWanted) };
}

/** What editors leave beside a file: `a~`, and vim's swap files. */
function isTemporary(name: string): boolean {
  return /~$|\.sw[opx]$/.test(name);
}

/** The names in `directory` (without a slash at its end; empty for the root) that match, as paths. */
function filesOf(directory: string, source: Source, matches: (name: string) => boolean): string[] {
  // JavaScript's own order of byte strings is that of their bytes.
  return source.list(directory || "/").filter(matches).sort().map((name) => `${directory}/${name}`);
}
