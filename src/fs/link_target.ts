/**
 * What a link holds, as listings show it.
 *
 * @module
 */

import { isSysError } from "../libc/sys_error.ts";
import type { Root } from "./root.ts";

/**
 * What the link at the shown path `path` holds; with `adjusted` as it is seen from inside the root.
 * Empty for one that is none any more.
 */
export function linkTarget(root: Root, path: string, adjusted: boolean): string {
  let target: string;
  try {
    target = root.readlink(path);
  } catch (error) {
    if (isSysError(error)) return ""; // it was a link a moment ago
    throw error;
  }
  const { realPrefix } = root;
  if (!adjusted || realPrefix === "") return target;
  if (target === realPrefix) return "/";
  return target.startsWith(`${realPrefix}/`) ? target.slice(realPrefix.length) : target;
}
