/**
 * The environment that this process was started with, as bytes. Deno's own access to it needs a
 * permission and decodes the values.
 *
 * @module
 */

import { readFile } from "./files.ts";

/** Read once: an ordinary user's process that is not dumpable (prctl(2)) cannot read it any more. */
let variables: ReadonlyMap<string, string> | undefined;

/** All variables by name (environ(7)), as the process was started with them. */
export function environment(): ReadonlyMap<string, string> {
  return variables ??= readEnvironment();
}

function readEnvironment(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of readFile("/proc/self/environ", 4 << 20).split("\0")) {
    const equals = line.indexOf("=");
    if (equals > 0) found.set(line.slice(0, equals), line.slice(equals + 1));
  }
  return found;
}
