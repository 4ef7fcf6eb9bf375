/**
 * A client of Python's that resumes TLS sessions in connection after connection.
 *
 * @module
 */
import { linesOf } from "../../../harness/child_lines.ts";
import { fromFileUrl } from "../../../harness/file_url.ts";
import type { Server } from "../../../harness/server.ts";

const SCRIPT = fromFileUrl(new URL("./resumption.py", import.meta.url));

/** How a client resumes. */
export interface Way {
  readonly version: "1.2" | "1.3";
  readonly by: "tickets" | "ids";
}

/** A client that does what it is told, and says what came of it. */
export interface Resumer extends AsyncDisposable {
  tell(word: string): Promise<string | undefined>;
}

/** One that visits `server`; see the script for what it can be told. */
export function resumer(server: Server, { version, by }: Way): Resumer {
  const { name, password } = server.account();
  const child = new Deno.Command("python3", {
    args: ["-B", SCRIPT, "127.0.0.1", `${server.port}`, name, password, version, by],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = linesOf(child);
  const input = child.stdin.getWriter();
  return {
    async tell(word) {
      await input.write(new TextEncoder().encode(`${word}\n`));
      return await lines.next();
    },
    async [Symbol.asyncDispose]() {
      await input.close().catch(() => {}); // where the client has ended, the test has failed already
      await lines[Symbol.asyncDispose]();
    },
  };
}
