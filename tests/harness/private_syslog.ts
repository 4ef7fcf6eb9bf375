/**
 * A system logger of a test's own: the server runs in a mount namespace whose /dev/log is the test's
 * socket, so that the machine's logger hears nothing and none is needed.
 *
 * @module
 */
import { stringOf } from "../../src/libc/bytes.ts";
import { close } from "../../src/libc/files.ts";
import { bindUnix, receive, socket } from "../../src/libc/sockets.ts";
import { tempDir } from "./temp_dir.ts";

/** What is on a machine that can do this; see requires.ts. */
export const PRIVATE_SYSLOG_NEEDS = ["root", "unshare", "mount"] as const;

/** $1: the folder of the socket; the rest: the program. A /dev of one's own, with what programs need. */
const SCRIPT = `
folder=$1; shift
mkdir "$folder/dev"
mount --rbind /dev "$folder/dev"
mount -t tmpfs -o mode=755 tmpfs /dev
for name in null zero full random urandom tty; do
  : >/dev/$name
  mount --bind "$folder/dev/$name" /dev/$name
done
ln -s /proc/self/fd /dev/fd
ln -s "$folder/log" /dev/log
exec "$@"
`;

/** A logger. */
export class PrivateSyslog implements AsyncDisposable {
  readonly #buffer = new Uint8Array(65536);
  #fd = -1;

  private constructor(private readonly folder: AsyncDisposable & { readonly path: string }) {}

  /** Starts one. */
  static async start(): Promise<PrivateSyslog> {
    const made = new PrivateSyslog(await tempDir());
    made.open();
    return made;
  }

  /** A program that runs `program` with this logger. */
  async wrapped(program: string): Promise<string> {
    const { path } = this.folder;
    const words = ["exec unshare -m sh -c", quoted(SCRIPT), "sh", quoted(path), quoted(program)];
    const script = `${path}/program`;
    await Deno.writeTextFile(script, `#!/bin/sh\n${words.join(" ")} "$@"\n`, { mode: 0o755 });
    return script;
  }

  /** The messages that have come since this was last asked for, as they were sent. */
  take(): string[] {
    const found: string[] = [];
    for (;;) {
      const count = receive(this.#fd, this.#buffer);
      if (count === undefined) return found;
      found.push(stringOf(this.#buffer, 0, count));
    }
  }

  /** Goes away, as a logger that is restarted. */
  async stop(): Promise<void> {
    close(this.#fd);
    this.#fd = -1;
    await Deno.remove(`${this.folder.path}/log`);
  }

  /** Comes back. */
  open(): void {
    this.#fd = socket("unix", "datagram");
    bindUnix(this.#fd, `${this.folder.path}/log`);
    Deno.chmodSync(`${this.folder.path}/log`, 0o666);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#fd !== -1) await this.stop();
    await this.folder[Symbol.asyncDispose]();
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
