/**
 * An FTP client that does exactly what a test says: no command is sent that the test does not
 * name, every reply is given back whole, and every wait has a deadline.
 *
 * @module
 */
import assert from "node:assert/strict";
import { bytesOf, stringOf } from "../../src/libc/bytes.ts";
import { DataChannel } from "./data_channel.ts";
import { readReply, type ReceivedReply } from "./reply.ts";
import { DEADLINE, type Deadline, Progress, within } from "./wait_for.ts";

/** One control connection. All text is byte strings. */
export class Client implements AsyncDisposable {
  /** What the server said first. */
  readonly greeting: ReceivedReply;
  readonly #connection: Deno.TcpConn;
  #pending = "";

  private constructor(
    connection: Deno.TcpConn,
    greeting: ReceivedReply,
    pending: string,
    readonly deadline: Deadline,
  ) {
    this.#connection = connection;
    this.greeting = greeting;
    this.#pending = pending;
  }

  /**
   * Connects and reads the greeting, whatever its code. `deadline` is that of each wait; where it is
   * the progress of many, every reply is a part of it.
   */
  static async connect(
    port: number,
    host = "127.0.0.1",
    deadline: Deadline = DEADLINE,
  ): Promise<Client> {
    const connection = await within(
      `connection to ${host}:${port}`,
      Deno.connect({ hostname: host, port }),
      deadline,
    );
    connection.setNoDelay(true);
    const opening = new Client(connection, { code: 0, lines: [], text: "" }, "", deadline);
    try {
      const greeting = await opening.reply("the greeting");
      return new Client(connection, greeting, opening.#pending, deadline);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** This end of the connection. */
  get localAddress(): Deno.NetAddr {
    return this.#connection.localAddr as Deno.NetAddr;
  }

  /** The server's end of the connection. */
  get remoteAddress(): Deno.NetAddr {
    return this.#connection.remoteAddr as Deno.NetAddr;
  }

  /** Sends raw bytes, nothing added: for torn lines, telnet sequences, pipelines. */
  async write(bytes: Uint8Array | string): Promise<void> {
    let rest = typeof bytes === "string" ? bytesOf(bytes) : bytes;
    while (rest.length > 0) rest = rest.subarray(await this.#connection.write(rest));
  }

  /** Sends a command line; CR LF is added. */
  async send(line: string): Promise<void> {
    await this.write(`${line}\r\n`);
  }

  /** Reads one reply; `what` names the wait in the error when the deadline passes. */
  async reply(what = "a reply"): Promise<ReceivedReply> {
    const reply = await readReply(() => within(what, this.#line(), this.deadline));
    if (this.deadline instanceof Progress) this.deadline.made();
    return reply;
  }

  /** Sends a command line and reads one reply. */
  async command(line: string): Promise<ReceivedReply> {
    await this.send(line);
    return await this.reply(`the reply to ${line}`);
  }

  /**
   * Sends a command and compares the reply: a number with its code, a string with its whole text
   * (lines joined by `\n`), a regular expression with the text.
   */
  async expect(line: string, wanted: number | string | RegExp): Promise<ReceivedReply> {
    await this.send(line);
    return await this.expectReply(wanted, line);
  }

  /** Reads one reply and compares it as `expect` does. */
  async expectReply(
    wanted: number | string | RegExp,
    what = "a reply",
  ): Promise<ReceivedReply> {
    const reply = await this.reply(what);
    if (typeof wanted === "number") assert.equal(reply.code, wanted, `${what}: ${reply.text}`);
    else if (typeof wanted === "string") assert.equal(reply.text, wanted, `${what}: ${reply.text}`);
    else assert.match(reply.text, wanted, `${what}: ${reply.text}`);
    return reply;
  }

  /** Reads raw bytes as they come, at least one; empty at the end of the connection. */
  async read(): Promise<string> {
    if (this.#pending === "") await within("bytes", this.#fill(), this.deadline);
    const bytes = this.#pending;
    this.#pending = "";
    return bytes;
  }

  /** Waits until the server closes the connection and returns what it sent before that. */
  async closed(): Promise<string> {
    await within(
      "the end of the connection",
      (async () => {
        while (await this.#fill()) { /* everything up to the end */ }
      })(),
      this.deadline,
    );
    const bytes = this.#pending;
    this.#pending = "";
    return bytes;
  }

  /** USER and PASS; the replies must be 331 (or 230 at once) and 230. */
  async login(user: string, password: string): Promise<void> {
    const first = await this.command(`USER ${user}`);
    if (first.code === 230) return;
    assert.equal(first.code, 331, first.text);
    await this.expect(`PASS ${password}`, 230);
  }

  /** PASV: a data connection made to the address that the reply names. */
  async passive(): Promise<DataChannel> {
    const reply = await this.expect("PASV", 227);
    const numbers = reply.text.match(/(\d+),(\d+),(\d+),(\d+),(\d+),(\d+)/)?.slice(1).map(Number);
    const [a, b, c, d, high, low] = numbers ?? [];
    if (high === undefined || low === undefined) throw new Error(reply.text);
    return await DataChannel.connect(`${a}.${b}.${c}.${d}`, high * 256 + low, this.deadline);
  }

  /** EPSV: a data connection made to the server's address and the port that the reply names. */
  async extendedPassive(): Promise<DataChannel> {
    const reply = await this.expect("EPSV", 229);
    const port = Number(/\(\|\|\|(\d+)\|\)/.exec(reply.text)?.[1]);
    return await DataChannel.connect(this.remoteAddress.hostname, port, this.deadline);
  }

  /** PORT (or EPRT over IPv6): a data connection that the server will make. */
  async active(): Promise<DataChannel> {
    const host = this.localAddress.hostname;
    const channel = DataChannel.listen(host, this.deadline);
    const port = channel.port;
    const line = host.includes(":")
      ? `EPRT |2|${host}|${port}|`
      : `PORT ${host.replaceAll(".", ",")},${port >> 8},${port & 255}`;
    await this.expect(line, 200);
    return channel;
  }

  /** A whole download (or listing) by PASV: 150, the data, 226. */
  async download(line: string): Promise<string> {
    await using data = await this.passive();
    await this.expect(line, /^1[25]/);
    const bytes = await data.readAll();
    await this.expectReply(226, line);
    return stringOf(bytes);
  }

  /** A whole upload by PASV: 150, the data, 226. */
  async upload(line: string, content: Uint8Array | string): Promise<ReceivedReply> {
    await using data = await this.passive();
    await this.expect(line, /^1[25]/);
    await data.writeAll(typeof content === "string" ? bytesOf(content) : content);
    return await this.expectReply(226, line);
  }

  /** Closes the connection without a word. */
  close(): void {
    try {
      this.#connection.close();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error; // closed by the test already
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  async #line(): Promise<string> {
    while (true) {
      const end = this.#pending.indexOf("\r\n");
      if (end >= 0) {
        const line = this.#pending.slice(0, end);
        this.#pending = this.#pending.slice(end + 2);
        return line;
      }
      if (!await this.#fill()) {
        throw new Error(`connection closed after ${JSON.stringify(this.#pending)}`);
      }
    }
  }

  /** Reads once; false at the end, be it an orderly one or a reset. */
  async #fill(): Promise<boolean> {
    const chunk = new Uint8Array(65536);
    let count: number | null;
    try {
      count = await this.#connection.read(chunk);
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
      count = null;
    }
    this.#pending += stringOf(chunk, 0, count ?? 0);
    return count !== null;
  }
}
