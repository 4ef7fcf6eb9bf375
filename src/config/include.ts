/**
 * Which files one `Include` line names: a file, the files of a directory, or those that match a
 * pattern in the last component.
 *
 * @module
 */

import { isPattern, namePattern } from "./glob.ts";
import { reasonOf, type Source } from "./source.ts";

/** The files to read, in order, or why there are none. */
export type Included =
  | { readonly files: readonly string[] }
  /** The words of the warning: `No such file or directory`. */
  | { readonly missing: string };

/**
 * Expands the absolute `path`. Directories and patterns give their files in byte order, hidden ones
 * included for a directory, as in the original; no match is an empty list, because
 * `conf.d/*.conf` is often empty.
 */
export function expandInclude(path: string, source: Source): Included {
  try {
    const slash = path.lastIndexOf("/");
    const directory = path.slice(0, slash);
    const last = path.slice(slash + 1);
    // The original reads patterns in the last component only.
    if (isPattern(directory)) return { missing: "No such file or directory" };
    if (isPattern(last)) {
      return { files: filesOf(directory === "" ? "/" : directory, source, namePattern(last)) };
    }
    if (source.isDirectory(path)) return { files: filesOf(path, source, () => true) };
    return { files: [path] };
  } catch (error) {
    return { missing: reasonOf(error) };
  }
}

function filesOf(directory: string, source: Source, matches: (name: string) => boolean): string[] {
  const base = directory.replace(/\/+$/, "");
  // JavaScript's own order of byte strings is that of their bytes.
  return source.list(directory).filter(matches).sort().map((name) => `${base}/${name}`);
}
