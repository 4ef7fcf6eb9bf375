/**
 * How this program starts another copy of itself: the one place that knows in which of three
 * forms it runs.
 *
 * - made by `deno compile`: the executable is the whole program;
 * - the self-unpacking form (see `scripts/build`): the unpacked runtime, flags, the unpacked
 *   program;
 * - from source, `deno run main.ts`: Deno, the same flags, `main.ts`.
 *
 * @module
 */

/** A program and the arguments that come before its own. */
export interface SelfCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * V8 without helper threads: a session has little to collect or to optimise, and without them it
 * takes half a MiB and two threads less. With 3 MiB for what is new, instead of 1, nothing of what the
 * start leaves behind is collected, or kept for good: 1.7 MiB and 3 ms. Without the slowest of its
 * compilers commands and listings take a tenth less of a processor, its own work included; what loops
 * over bytes for long is WebAssembly or OpenSSL's. The one that is left begins after a hundred calls of
 * a function, not four hundred: most sessions end before those.
 */
export const V8_FLAGS = "--v8-flags=" + [
  "--single-threaded",
  "--min-semi-space-size=3",
  "--no-turbofan",
  "--invocation-count-for-maglev=100",
  "--minimum-invocations-after-ic-update=20",
].join();

/**
 * Flags for the runtime where it is not compiled in. Nothing but `--allow-ffi` is allowed: the
 * system is reached through `src/libc` alone. It is not narrowed to a library since only an
 * absolute path would do that, and the one of libc differs between distributions.
 *
 * Everything else that `deno run` would look for is switched off (configuration, lock file,
 * packages, caches). `--no-code-cache` does two things: it saves about 4 ms at every start, and
 * keeps a process of root from running code out of a cache that something else filled.
 */
export const RUNTIME_FLAGS = [
  "run",
  "--no-prompt",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--no-npm",
  "--no-code-cache",
  V8_FLAGS,
  "--allow-ffi",
] as const;

/**
 * V8 of the template, which compiles every function when it loads the program: its forks, the
 * sessions, have the result in common, and nothing left to compile for themselves. It also lets the
 * program collect garbage, before it forks.
 */
const TEMPLATE_V8_FLAGS = `${V8_FLAGS},--no-lazy,--no-lazy-eval,--no-flush-bytecode,--expose-gc`;

/**
 * The command that starts this program again, as what `role` says. A session gets no `--allow-run`;
 * a daemon gets it as narrow as this process has it, for this very program wherever possible. A
 * compiled executable carries its permissions and V8's flags in it; there a session revokes what it
 * does not need.
 */
export function selfCommand(role: "daemon" | "session" | "template" | "staple"): SelfCommand {
  const command = Deno.execPath();
  if (Deno.build.standalone) return { command, args: [] };
  // The main module is named by its URL: unlike a path it is ASCII whatever the folder is called.
  const run = role === "daemon" ? [allowRun(command)] : [];
  const flags = RUNTIME_FLAGS.map((flag) =>
    role === "template" && flag === V8_FLAGS ? TEMPLATE_V8_FLAGS : flag
  );
  return { command, args: [...flags, ...run, Deno.mainModule] };
}

function allowRun(program: string): string {
  const everything = Deno.permissions.querySync({ name: "run" }).state === "granted";
  return everything ? "--allow-run" : `--allow-run=${program}`;
}
