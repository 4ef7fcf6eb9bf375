/**
 * Programs as few modules instead of many.
 *
 * @module
 */
import { deno } from "./deno.ts";

/**
 * Bundles the file `entry` and all that it imports into the file `output`, an ECMAScript module
 * without imports. Names stay as they are written: a stack trace in a log must be worth reading.
 */
export async function bundle(entry: string, output: string): Promise<void> {
  await bundler(entry, `--output=${output}`);
}

/**
 * Bundles the file `entry` into the folder `output`: one module for it, named after it, and one for
 * each set of modules that the same run-time imports (`import(…)`) need.
 */
export async function bundleSplit(entry: string, output: string): Promise<void> {
  await bundler(entry, "--code-splitting", `--outdir=${output}`);
}

/** Works from the folder of `entry`, so that the result is the same wherever the project lies. */
async function bundler(entry: string, ...options: readonly string[]): Promise<void> {
  const slash = entry.lastIndexOf("/");
  const common = ["bundle", "--quiet", "--platform=deno", "--format=esm"];
  await deno([...common, ...options, entry.slice(slash + 1)], { cwd: entry.slice(0, slash) });
}
