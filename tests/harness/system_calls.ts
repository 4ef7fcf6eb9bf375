/**
 * What a process asks of the kernel, as strace(1) sees it: for tests that compare how much work is
 * done, which no clock of a busy machine could tell.
 *
 * @module
 */
import { tempDir } from "./temp_dir.ts";
import { waitFor } from "./wait_for.ts";

/** Watches one process. */
export interface SystemCalls extends AsyncDisposable {
  /**
   * Its calls so far, one line each (`openat(AT_FDCWD, "/etc/shells", O_RDONLY) = 3`), in their order,
   * once there is one that `last` matches.
   */
  until(last: RegExp): Promise<string[]>;
}

/** Begins to watch the main thread of `pid`. Needs root and strace. */
export async function watchSystemCalls(pid: number): Promise<SystemCalls> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await tempDir());
  const file = `${path}/calls`;
  const child = new Deno.Command("strace", {
    args: ["-s", "80", "-o", file, "-p", `${pid}`],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const said = child.stderr.getReader();
  stack.defer(async () => {
    child.kill("SIGTERM");
    await child.status;
    await said.cancel();
  });
  // It says that it has attached.
  const { value } = await said.read();
  const text = new TextDecoder().decode(value);
  if (!text.includes("attached")) throw new Error(`strace: ${text}`);
  const kept = stack.move();
  return {
    until: (last) =>
      waitFor(`a call like ${last}`, async () => {
        const lines = (await Deno.readTextFile(file)).split("\n");
        return lines.some((line) => last.test(line)) ? lines : undefined;
      }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
