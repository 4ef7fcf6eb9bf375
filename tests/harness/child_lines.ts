/**
 * Child processes that tell by lines how far they are.
 *
 * @module
 */
import { within } from "./wait_for.ts";

/** What a child prints; it is ended, and waited for, when the test is done with it. */
export interface ChildLines extends AsyncDisposable {
  /** The next line, without its end; undefined when the child has closed its output. */
  next(): Promise<string | undefined>;
}

/** The lines of `child`, which was started with `stdout: "piped"`. */
export function linesOf(child: Deno.ChildProcess): ChildLines {
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  return {
    async next() {
      while (!pending.includes("\n")) {
        const { value, done } = await within("a line of a child", reader.read());
        if (done) return undefined;
        pending += value;
      }
      const line = pending.slice(0, pending.indexOf("\n"));
      pending = pending.slice(line.length + 1);
      return line;
    },
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // it has ended already
      }
      await reader.cancel();
      await child.status;
    },
  };
}
