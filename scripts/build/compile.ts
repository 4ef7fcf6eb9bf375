/**
 * Executables by `deno compile`, and the question whether it can make them here.
 *
 * @module
 */
import { V8_FLAGS } from "../../src/cli/self.ts";
import { deno } from "./deno.ts";

/** A program to compile. */
export interface Compilation {
  /** The bundled program. */
  readonly entry: string;
  /** The executable to make. */
  readonly output: string;
  /** True if the program starts copies of itself. */
  readonly startsItself: boolean;
}

/** How long a download of denort may take, in milliseconds: it has about 40 MB. */
const PATIENCE = 300_000;

/**
 * Compiles with the least permissions that work. `--allow-run` cannot be narrowed: where the
 * executable will lie is not known when it is made. `--no-code-cache` is for safety: the cache of
 * compiled executables lies in the folder for temporary files, where others may write. `--deny-import`
 * takes back what Deno allows by itself: modules from half a dozen hosts.
 *
 * Throws `DenoFailed` if it fails.
 */
export async function compile({ entry, output, startsItself }: Compilation): Promise<void> {
  const permissions = [
    "--no-prompt",
    "--deny-import",
    "--allow-ffi",
    ...(startsItself ? ["--allow-run"] : []),
  ];
  const isolation = ["--no-config", "--no-lock", "--no-npm", "--no-remote", "--no-code-cache"];
  await deno(
    [
      "compile",
      "--quiet",
      "--no-check",
      V8_FLAGS,
      ...isolation,
      ...permissions,
      "--output",
      output,
      entry,
    ],
    { timeout: PATIENCE },
  );
}

/**
 * True if `denort`, the runtime that `deno compile` puts a program behind, is at hand: named by
 * DENORT_BIN, in Deno's cache, or within reach over the network.
 */
export async function hasDenort(): Promise<boolean> {
  const named = Deno.env.get("DENORT_BIN");
  if (named !== undefined) return await exists(named);
  const path = `release/v${Deno.version.deno}/denort-${Deno.build.target}.zip`;
  const { denoDir } = JSON.parse(await deno(["info", "--json"]));
  return await exists(`${denoDir}/dl/${path}`) || await answers(`https://dl.deno.land/${path}`);
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(5000) });
    return response.ok;
  } catch (error) {
    // No network or a silent one. Whatever else it may be is our own mistake.
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}
