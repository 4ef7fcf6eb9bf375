/**
 * A Debian machine with a server installed, as far as files go: /etc, /run and /var/log are its own,
 * /usr/sbin/proftpd is the program under test. Processes, ports and everything else are shared with
 * the machine that the tests run on.
 *
 * @module
 */
import { hashPassword } from "../../src/auth/password_hash.ts";
import { type Finished, run } from "./programs.ts";
import { tempDir } from "./temp_dir.ts";
import { waitFor } from "./wait_for.ts";

/** What it takes to have one; see requires.ts. */
export const MACHINE_NEEDS = ["root", "unshare", "nsenter", "/etc/proftpd/proftpd.conf"] as const;

/** A system user that can log in, with a shell and a home of its own. */
export const USER = { name: "proftpd-tester", password: "of all trades", uid: 64_123 } as const;

/** $1: the machine's folder, with etc in it; $2: the program. Ends when its standard input does. */
const MOUNTS = `
set -e
mount --bind "$1/etc" /etc
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs /var/log
mkdir /var/log/proftpd
[ -z "$2" ] || mount --bind "$2" /usr/sbin/proftpd
echo ready
exec cat
`;

/** Such a machine. */
export class Machine implements AsyncDisposable {
  private constructor(
    /** The home folder of `USER`, on either side. */
    readonly home: string,
    private readonly pid: number,
    private readonly stack: AsyncDisposableStack,
  ) {}

  /** Makes one where /usr/sbin/proftpd is `program`; undefined: what is installed there. */
  static async start(program?: string): Promise<Machine> {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(await tempDir()).path;
    const home = `${folder}/home`;
    await run("cp", ["-a", "/etc", folder]);
    await Deno.mkdir(home);
    await Deno.chown(home, USER.uid, USER.uid);
    const hash = await hashPassword(USER.password);
    await append(`${folder}/etc/passwd`, `${USER.name}:x:${USER.uid}:${USER.uid}::${home}:/bin/sh`);
    await append(`${folder}/etc/shadow`, `${USER.name}:${hash}:19000:0:99999:7:::`);
    await append(`${folder}/etc/group`, `${USER.name}:x:${USER.uid}:`);
    const holder = new Deno.Command("unshare", {
      args: ["-m", "sh", "-c", MOUNTS, "sh", folder, program ?? ""],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    stack.defer(async () => {
      await holder.stdin.close();
      await holder.stdout.cancel();
      await holder.status;
    });
    const reader = holder.stdout.getReader();
    const { value } = await reader.read();
    reader.releaseLock();
    if (value === undefined) throw new Error("no mount namespace to be had");
    return new Machine(home, holder.pid, stack.move());
  }

  /** Runs `command` there, as root. */
  run(command: string, ...args: string[]): Promise<Finished> {
    return run("nsenter", ["-t", `${this.pid}`, "-m", command, ...args]);
  }

  /** The content of the file `path` there; undefined when there is none. */
  async read(path: string): Promise<string | undefined> {
    try {
      return await Deno.readTextFile(this.#outside(path));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  /** Makes, or replaces, the file `path` there. */
  async write(path: string, text: string, mode = 0o644): Promise<void> {
    await Deno.writeTextFile(this.#outside(path), text);
    await Deno.chmod(this.#outside(path), mode);
  }

  /** Replaces what `pattern` matches in the file `path` there; throws when it matches nothing. */
  async edit(path: string, pattern: RegExp, replacement: string): Promise<void> {
    const text = await Deno.readTextFile(this.#outside(path));
    const changed = text.replace(pattern, replacement);
    if (changed === text) throw new Error(`${path} has nothing like ${pattern}`);
    await Deno.writeTextFile(this.#outside(path), changed);
  }

  /** Waits for a daemon's PidFile and returns its number. */
  async daemon(path = "/run/proftpd.pid"): Promise<number> {
    return await waitFor(path, async () => Number((await this.read(path))?.trim()));
  }

  /** Ends it. What runs there must have been ended before. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stack.disposeAsync();
  }

  #outside(path: string): string {
    return `/proc/${this.pid}/root${path}`;
  }
}

async function append(path: string, line: string): Promise<void> {
  await Deno.writeTextFile(path, `${line}\n`, { append: true });
}
