/**
 * The programs under test, and running one of them to its end.
 *
 * @module
 */
import { fromFileUrl } from "./file_url.ts";
import type { Ids } from "./ordinary_user.ts";
import { waitFor, within } from "./wait_for.ts";

/** The executables that `deno task build` makes: what the tests start from outside. */
export const PROFTPD = fromFileUrl(new URL("../../dist/proftpd", import.meta.url));
export const FTPSHUT = fromFileUrl(new URL("../../dist/ftpshut", import.meta.url));

/** One of the tools that ftpshut is under other names: `ftpwho`, `ftpcount`, `ftpscrub`, `ftptop`. */
export function toolProgram(name: string): string {
  return fromFileUrl(new URL(`../../dist/${name}`, import.meta.url));
}

/** How a program is run, besides its arguments. */
export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** True: only the variables of `env`, not those of the test. */
  clearEnv?: boolean;
  asUser?: Ids;
  /** What the program finds on its standard input. */
  input?: string;
  /** Milliseconds after which it is killed and the run counts as failed. */
  deadline?: number;
}

/** What a program that ended has left. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `program` until it ends; throws an `Error` when that takes longer than the deadline. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const child = await spawn(program, {
    args: [...args],
    cwd: options.cwd,
    env: options.env,
    clearEnv: options.clearEnv,
    ...(options.asUser && Deno.uid() === 0
      ? { uid: options.asUser.uid, gid: options.asUser.gid }
      : {}),
    stdin: options.input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  });
  if (options.input !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(options.input));
    await writer.close();
  }
  try {
    const name = [program, ...args].join(" ");
    const { code, stdout, stderr } = await within(name, child.output(), options.deadline);
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

/**
 * Starts a program. Where a file was just written, a program that another test started at that
 * moment may still hold a copy of the descriptor until its exec: ETXTBSY, which passes.
 */
async function spawn(program: string, options: Deno.CommandOptions): Promise<Deno.ChildProcess> {
  return await waitFor(`${program} can be started`, () => {
    try {
      return new Deno.Command(program, options).spawn();
    } catch (error) {
      if (error instanceof Error && error.message.includes("Text file busy")) return undefined;
      throw error;
    }
  });
}
