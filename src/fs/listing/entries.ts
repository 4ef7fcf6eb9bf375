/**
 * The names in a directory, and their order.
 *
 * @module
 */

import { readDirectory } from "../../libc/dirents.ts";
import { close } from "../../libc/files.ts";
import type { Root } from "../root.ts";
import type { ListFlags } from "./flags.ts";

/** Whether `name`, the last one of a path, is shown with these flags. */
export function isShown(name: string, dots: ListFlags["dots"]): boolean {
  if (!name.startsWith(".") || dots === "all") return true;
  return dots === "almost" && name !== "." && name !== "..";
}

/** The names in the open directory `fd` that `dots` lets through, in the directory's own order. */
export function namesIn(fd: number, dots: ListFlags["dots"]): string[] {
  const names: string[] = [];
  readDirectory(fd, (name) => {
    if (isShown(name, dots)) names.push(name);
  });
  return names;
}

/**
 * The names in the directory `path` (a shown path), `.` and `..` left out, in the directory's own order.
 * Throws `SysError`.
 */
export function entriesOf(root: Root, path: string): string[] {
  const fd = root.openDirectory(path);
  try {
    return namesIn(fd, "almost");
  } finally {
    close(fd);
  }
}

/**
 * Brings `names` into the order that `flags` ask for: by name as bytes, or by the time or size that
 * `attributeOf` gives, largest first, and by name where it is the same (also with `reverse`, as in
 * the original).
 */
export function sortNames(
  names: string[],
  flags: Pick<ListFlags, "sort" | "reverse" | "time">,
  attributeOf: (name: string, attribute: Attribute) => number,
): string[] {
  if (flags.sort === "none") return names;
  names.sort(); // code units are bytes here
  if (flags.sort === "name") return names;
  const attribute = flags.sort === "size" ? "size" : flags.time;
  const values = new Float64Array(names.length);
  for (let i = 0; i < names.length; i++) values[i] = attributeOf(names[i] ?? "", attribute);
  const sign = flags.reverse ? 1 : -1;
  const order = Uint32Array.from(names, (_, i) => i).sort((a, b) =>
    sign * ((values[a] ?? 0) - (values[b] ?? 0)) || a - b
  );
  return Array.from(order, (i) => names[i] ?? "");
}

/** What names can be sorted by besides themselves. */
export type Attribute = "size" | "mtime" | "atime" | "ctime";
