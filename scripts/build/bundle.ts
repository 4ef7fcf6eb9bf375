/**
 * One module of everything that an executable runs.
 *
 * @module
 */
import { deno } from "./deno.ts";

/**
 * Bundles `entry` and all that it imports into the file `output`, an ECMAScript module without
 * imports. Names stay as they are written: a stack trace in a log must be worth reading.
 */
export async function bundle(entry: string, output: string): Promise<void> {
  await deno(["bundle", "--quiet", "--platform=deno", "--format=esm", `--output=${output}`, entry]);
}
