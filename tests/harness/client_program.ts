/**
 * FTP clients as programs: each runs in a folder of its own that is also its home, so that nobody's
 * settings, bookmarks or caches have a say.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type Finished, run } from "./programs.ts";
import type { Server } from "./server.ts";
import { tempDir } from "./temp_dir.ts";

/** A folder to run client programs in. */
export interface Workplace extends AsyncDisposable {
  readonly folder: string;
  /** Runs `program` there and demands status 0; the output is in the error when it is another. */
  run(program: string, args: readonly string[], input?: string): Promise<Finished>;
  /** The same, whatever the status. */
  try(program: string, args: readonly string[], input?: string): Promise<Finished>;
}

/** Milliseconds that a client may take for its whole work. */
const DEADLINE = 60_000;

/** Makes a workplace. */
export async function workplace(): Promise<Workplace> {
  const folder = await tempDir();
  const start = (program: string, args: readonly string[], input?: string) =>
    run(program, args, {
      cwd: folder.path,
      clearEnv: true,
      env: {
        HOME: folder.path,
        XDG_CONFIG_HOME: `${folder.path}/.config`,
        XDG_CACHE_HOME: `${folder.path}/.cache`,
        LC_ALL: "C.UTF-8",
        PATH: `/usr/local/bin:/usr/bin:/bin:${Deno.env.get("PATH") ?? ""}`,
      },
      input,
      deadline: DEADLINE,
    });
  return {
    folder: folder.path,
    try: start,
    async run(program, args, input) {
      const finished = await start(program, args, input);
      const { code, stdout, stderr } = finished;
      assert.equal(code, 0, `${program} ended with ${code}\n${stdout}${stderr}`);
      return finished;
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** `ftp://user:password@127.0.0.1:port`, of `name` or of the first user. */
export function urlOf(server: Server, name?: string): string {
  const account = server.account(name);
  return `ftp://${account.name}:${account.password}@127.0.0.1:${server.port}`;
}
