/**
 * A data connection from the client's side, whichever side makes it.
 *
 * @module
 */
import { DEADLINE, type Deadline, within } from "./wait_for.ts";

/** One data connection: already there (passive), or still to be accepted (active). */
export class DataChannel implements AsyncDisposable {
  #connection: Deno.TcpConn | undefined;
  readonly #listener: Deno.TcpListener | undefined;

  private constructor(
    readonly deadline: Deadline,
    connection?: Deno.TcpConn,
    listener?: Deno.TcpListener,
  ) {
    this.#connection = connection;
    this.#listener = listener;
  }

  /** Connects to the address of a PASV or EPSV reply; `deadline` is that of each wait. */
  static async connect(
    hostname: string,
    port: number,
    deadline: Deadline = DEADLINE,
  ): Promise<DataChannel> {
    const what = `data connection to ${hostname}:${port}`;
    return new DataChannel(
      deadline,
      await within(what, Deno.connect({ hostname, port }), deadline),
    );
  }

  /** Listens on `hostname`, on any port, for the server to connect. */
  static listen(hostname: string, deadline: Deadline = DEADLINE): DataChannel {
    return new DataChannel(deadline, undefined, Deno.listen({ hostname, port: 0 }));
  }

  /** The port to name in PORT or EPRT. */
  get port(): number {
    if (this.#listener === undefined) throw new Error("only a listening data channel has a port");
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  /** The connection itself; waits for the server when it is the one to connect. */
  async connection(): Promise<Deno.TcpConn> {
    if (this.#connection === undefined && this.#listener !== undefined) {
      this.#connection = await within(
        "the server's data connection",
        this.#listener.accept(),
        this.deadline,
      );
    }
    if (this.#connection === undefined) throw new Error("no data connection");
    return this.#connection;
  }

  /** At most `limit` bytes, as they come; undefined at the end. */
  async read(limit = 65536): Promise<Uint8Array | undefined> {
    const chunk = new Uint8Array(limit);
    const connection = await this.connection();
    const count = await within("data", connection.read(chunk), this.deadline);
    return count === null ? undefined : chunk.subarray(0, count);
  }

  /**
   * Everything until the server closes; then this side closes too, as clients do: the original
   * gives its final reply only then, or after TimeoutLinger.
   */
  async readAll(): Promise<Uint8Array<ArrayBuffer>> {
    const chunks: Uint8Array[] = [];
    for (let chunk = await this.read(); chunk !== undefined; chunk = await this.read()) {
      chunks.push(chunk);
    }
    this.close();
    const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const all = new Uint8Array(size);
    let offset = 0;
    for (const chunk of chunks) {
      all.set(chunk, offset);
      offset += chunk.length;
    }
    return all;
  }

  /** Sends `bytes`; the connection stays open. */
  async write(bytes: Uint8Array): Promise<void> {
    const connection = await this.connection();
    let rest = bytes;
    while (rest.length > 0) {
      rest = rest.subarray(await within("room for data", connection.write(rest), this.deadline));
    }
  }

  /** Sends `bytes` and closes: the end of the file in stream mode. */
  async writeAll(bytes: Uint8Array): Promise<void> {
    await this.write(bytes);
    this.close();
  }

  /** Closes whatever is open; a second time does nothing. */
  close(): void {
    for (const resource of [this.#connection, this.#listener]) {
      try {
        resource?.close();
      } catch (error) {
        if (!(error instanceof Deno.errors.BadResource)) throw error;
      }
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }
}
