/**
 * The environment that this process was started with, as bytes. Deno's own access to it needs a
 * permission and decodes the values.
 *
 * @module
 */

import { readFile } from "./files.ts";

/** All variables by name (environ(7)), as the process was started with them. */
export function environment(): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of readFile("/proc/self/environ", 4 << 20).split("\0")) {
    const equals = line.indexOf("=");
    if (equals > 0) variables.set(line.slice(0, equals), line.slice(equals + 1));
  }
  return variables;
}
