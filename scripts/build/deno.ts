/**
 * Calling Deno from a script.
 *
 * @module
 */

/** How `deno` is called, besides its arguments. */
export interface DenoOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Stops it after this many milliseconds. */
  readonly timeout?: number;
}

/** A call of Deno that failed, with what it said on its standard error. */
export class DenoFailed extends Error {
  override readonly name = "DenoFailed";
}

/**
 * Runs the Deno that runs this script (`deno` need not be on PATH: `npx deno` does not put it
 * there) and returns its standard output. Throws `DenoFailed` if it fails.
 */
export async function deno(args: readonly string[], options: DenoOptions = {}): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: options.cwd,
    env: { NO_COLOR: "1", ...options.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: options.timeout === undefined ? undefined : AbortSignal.timeout(options.timeout),
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new DenoFailed(`deno ${args.join(" ")}\n${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
}
