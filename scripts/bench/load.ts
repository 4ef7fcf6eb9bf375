/**
 * The load client, `load.py`, as a process that takes one task after the other.
 *
 * @module
 */

/** How a load client reaches its server. */
export interface LoadTarget {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** What it calls the folder with the files. */
  readonly home: string;
  /** Whether everything goes through TLS. */
  readonly secure: boolean;
}

/** A running load client for one server. */
export class Load implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #pending = "";

  constructor({ port, user, password, home, secure }: LoadTarget) {
    const script = decodeURIComponent(new URL("./load.py", import.meta.url).pathname);
    this.#child = new Deno.Command("python3", {
      args: [script, `${port}`, user, password, home, ...(secure ? ["tls"] : [])],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#reader = this.#child.stdout.getReader();
  }

  /** Does the task `line` (see `load.py`) and gives its result. Throws if it fails. */
  async run<T = null>(line: string): Promise<T> {
    await this.#writer.write(new TextEncoder().encode(`${line}\n`));
    while (!this.#pending.includes("\n")) {
      const { done, value } = await this.#reader.read();
      if (done) throw new Error(`the load client failed at: ${line}`);
      this.#pending += new TextDecoder().decode(value);
    }
    const end = this.#pending.indexOf("\n");
    const result = JSON.parse(this.#pending.slice(0, end));
    this.#pending = this.#pending.slice(end + 1);
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close();
    await this.#reader.cancel();
    await this.#child.status;
  }
}
