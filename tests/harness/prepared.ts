/**
 * A server's folder from which a test starts the program itself, to see what that comes to.
 *
 * @module
 */
import { freePort } from "./free_port.ts";
import { isAlive } from "./processes.ts";
import { type Finished, PROFTPD, run } from "./programs.ts";
import { furnish, type Place, type ServerOptions, stop } from "./server.ts";
import { tempDir } from "./temp_dir.ts";

/** Configuration, users and homes, and nothing that runs yet. */
export interface Prepared extends AsyncDisposable, Place {
  readonly config: string;
  readonly pidFile: string;
  /** Runs `proftpd -c CONFIG args…` until that returns. */
  launch(...args: string[]): Promise<Finished>;
  /** The number in the PidFile; 0 when there is none. */
  pid(): Promise<number>;
}

/** Prepares a server. What a test started from here, and its PidFile names, ends with the test. */
export async function prepare(options: ServerOptions = {}): Promise<Prepared> {
  const folder = await tempDir();
  const place = { folder: folder.path, port: freePort() };
  await furnish(place, options);
  const config = `${place.folder}/proftpd.conf`;
  const pidFile = `${place.folder}/proftpd.pid`;
  const pid = async () => Number(await textOf(pidFile));
  return {
    ...place,
    config,
    pidFile,
    pid,
    launch: (...args) => run(options.program ?? PROFTPD, ["-c", config, ...args]),
    async [Symbol.asyncDispose]() {
      const running = await pid();
      if (running > 0 && await isAlive(running)) await stop(running);
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function textOf(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
