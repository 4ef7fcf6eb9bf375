/**
 * One module of everything that an executable runs.
 *
 * @module
 */
import { deno } from "./deno.ts";

/**
 * Bundles `entry` and all that it imports into the file `output`, an ECMAScript module without
 * imports. Names stay as they are written: a stack trace in a log must be worth reading.
 *
 * What `entry` imports at run time by the names in `without` is left out; such an import fails when
 * it is reached. Throws an `Error` if there is no such import.
 */
export async function bundle(
  entry: string,
  output: string,
  without: readonly string[] = [],
): Promise<void> {
  const externals = without.map((name) => `--external=${name}`);
  await deno([
    ...["bundle", "--quiet", "--platform=deno", "--format=esm", `--output=${output}`],
    ...externals,
    entry,
  ]);
  const text = await Deno.readTextFile(output);
  const stranger = without.find((name) => !text.includes(`import("${name}")`));
  if (stranger !== undefined) throw new Error(`${entry} does not import ${stranger} at run time`);
}
