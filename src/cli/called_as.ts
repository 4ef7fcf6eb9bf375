/**
 * The name by which an executable was called, where one executable goes by several.
 *
 * @module
 */

import { readFile } from "../libc/files.ts";

/**
 * The one of `names` by which this program was called, if it was one of them, and the program's own
 * arguments. In the self-unpacking form the name comes first among `args`, as `@ftpwho`, and it can
 * be given so when the program runs from source; a compiled executable finds it in its argv[0].
 */
export function calledAs<Name extends string>(
  names: readonly Name[],
  args: readonly string[],
): { readonly name: Name | undefined; readonly args: readonly string[] } {
  const named = names.find((name) => args[0] === `@${name}`);
  if (named !== undefined) return { name: named, args: args.slice(1) };
  const program = Deno.build.standalone ? programName() : undefined;
  return { name: names.find((name) => name === program), args };
}

/** The last part of argv[0], which is the link's name where a link was called. */
function programName(): string {
  const [path] = readFile("/proc/self/cmdline", 4 << 20).split("\0");
  return path.slice(path.lastIndexOf("/") + 1);
}
