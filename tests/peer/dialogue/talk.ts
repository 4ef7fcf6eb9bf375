/**
 * A conversation with one server, written down as it goes: what the client sent, every reply, what
 * came over data connections.
 *
 * @module
 */
import { stringOf } from "../../../src/libc/bytes.ts";
import { unquotePath } from "../../../src/protocol/mod.ts";
import { Client } from "../../harness/client.ts";
import { DataChannel } from "../../harness/data_channel.ts";
import type { ReceivedReply } from "../../harness/reply.ts";
import type { Server } from "../../harness/server.ts";
import { within } from "../../harness/wait_for.ts";

/**
 * One thing that the client does: a command line (with every reply up to the final one), or
 * anything else that can be done with a `Talk`.
 */
export type Step = string | ((talk: Talk) => Promise<void>);

/** How the client asks for a data connection. */
export type Way = "PASV" | "EPSV" | "PORT" | "EPRT";

/** One client and its notes. */
export class Talk {
  /** Everything that was seen, in order: lines with a mark of what they are. */
  readonly notes: string[] = [];
  /** How many sessions began: connections that were greeted with 220. */
  sessions = 0;
  #client: Client | undefined;
  #start = "/";
  #port: number;

  constructor(readonly server: Server, private readonly host = "127.0.0.1") {
    this.#port = server.port;
  }

  /** Connects (again) and notes the greeting; to where it was before, if no port is given. */
  async connect(port = this.#port): Promise<void> {
    this.close();
    this.#port = port;
    try {
      this.#client = await Client.connect(port, this.host);
      this.noteReply(this.#client.greeting);
      if (this.#client.greeting.code === 220) this.sessions++;
    } catch (error) {
      if (!isEnd(error)) throw error;
      this.notes.push("closed before the greeting");
    }
  }

  /** The control connection. Throws when there is none. */
  get client(): Client {
    if (this.#client === undefined) throw new Error("no connection");
    return this.#client;
  }

  /** Whether there is a connection, as far as is known. */
  get isConnected(): boolean {
    return this.#client !== undefined;
  }

  /** Closes the connection, if there is one. */
  close(): void {
    this.#client?.close();
    this.#client = undefined;
  }

  /** Logs in, and remembers where that leads. */
  async enter(user: string): Promise<void> {
    await this.do(login(user));
    this.#start = unquotePath((await this.client.command("PWD")).text.slice(4)) ?? "/";
  }

  /** Brings the session back to where it began, without a note. */
  async reset(): Promise<void> {
    for (const line of ["ABOR", "TYPE A", "REST 0", `CWD ${this.#start}`]) {
      await this.client.command(line);
    }
  }

  /** Does one step. */
  async do(step: Step): Promise<void> {
    if (typeof step === "string") await this.say(step);
    else await step(this);
  }

  /** Sends a command line and notes the replies up to the final one; its code, 0 at the end. */
  async say(line: string): Promise<number> {
    this.notes.push(`> ${line}`);
    if (!await this.#send(line)) return 0;
    let code = await this.hear();
    while (code >= 100 && code < 200) code = await this.hear();
    return code;
  }

  /** Sends a command line and notes one reply; its code, 0 when the connection ends instead. */
  async begin(line: string): Promise<number> {
    this.notes.push(`> ${line}`);
    return await this.#send(line) ? await this.hear() : 0;
  }

  /** Notes replies that nobody asked for: those before the one to a NOOP. */
  async catchUp(): Promise<void> {
    if (!await this.#send("NOOP")) return;
    try {
      for (;;) {
        const reply = await this.client.reply();
        if (reply.text === "200 NOOP command successful") return;
        this.noteReply(reply);
      }
    } catch (error) {
      if (!isEnd(error)) throw error;
      this.#gone("closed");
    }
  }

  /** Reads and notes one reply; its code, 0 when the connection ends instead. */
  async hear(): Promise<number> {
    try {
      const reply = await this.client.reply();
      this.noteReply(reply);
      return reply.code;
    } catch (error) {
      if (!isEnd(error)) throw error;
      this.#gone("closed");
      return 0;
    }
  }

  /** Notes a reply that was read elsewhere. */
  noteReply(reply: ReceivedReply): void {
    for (const line of reply.lines) this.notes.push(`< ${line}`);
  }

  /** Asks for a data connection; undefined, and the refusal noted, when there is none. */
  async data(way: Way = "PASV"): Promise<DataChannel | undefined> {
    this.notes.push(`> ${way}`);
    const { localAddress: { hostname: host }, remoteAddress } = this.client;
    if (way === "PORT" || way === "EPRT") {
      const channel = DataChannel.listen(host);
      const { port } = channel;
      const argument = way === "EPRT"
        ? `|${host.includes(":") ? 2 : 1}|${host}|${port}|`
        : `${host.replaceAll(".", ",")},${port >> 8},${port & 255}`;
      await this.#send(`${way} ${argument}`);
      if (await this.hear() === 200) return channel;
      channel.close();
      return undefined;
    }
    await this.#send(way);
    const reply = await this.client.reply(way);
    this.noteReply(reply);
    const pasv = /\(\d+,\d+,\d+,\d+,(\d+),(\d+)\)/.exec(reply.text);
    const epsv = /\(\|\|\|(\d+)\|\)/.exec(reply.text);
    const port = pasv ? Number(pasv[1]) * 256 + Number(pasv[2]) : Number(epsv?.[1] ?? 0);
    return port === 0 ? undefined : await DataChannel.connect(remoteAddress.hostname, port);
  }

  /** The end of the connection, noted with whatever comes before it. */
  async end(): Promise<void> {
    if (!this.isConnected) return;
    const rest = await this.client.closed();
    this.#gone(`closed${rest === "" ? "" : ` after ${rest}`}`);
  }

  #gone(note: string): void {
    this.notes.push(note);
    this.close();
  }

  async #send(line: string): Promise<boolean> {
    if (this.#client === undefined) {
      if (line !== "NOOP") this.notes.push("no connection");
      return false;
    }
    try {
      await this.client.send(line);
      return true;
    } catch (error) {
      if (!isEnd(error)) throw error;
      this.#gone("closed");
      return false;
    }
  }
}

/** Whether the server closed the connection, in whatever way. */
function isEnd(error: unknown): boolean {
  return error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Error && error.message.startsWith("connection closed after");
}

/** Opens a data connection, gives `line` and takes what comes: RETR, LIST and the like. */
export function get(line: string, way: Way = "PASV"): Step {
  return async (talk) => {
    await using data = await talk.data(way);
    const code = await talk.begin(line);
    if (data === undefined || code < 100 || code >= 200) return;
    const bytes = stringOf(await data.readAll());
    for (const row of bytes.split("\n")) talk.notes.push(`data ${JSON.stringify(row)}`);
    await talk.hear();
  };
}

/** Opens a data connection, gives `line` and sends `content`: STOR, APPE, STOU. */
export function put(line: string, content = "new content\r\n", way: Way = "PASV"): Step {
  return async (talk) => {
    await using data = await talk.data(way);
    const code = await talk.begin(line);
    if (data === undefined || code < 100 || code >= 200) return;
    await data.writeAll(Uint8Array.from(content, (char) => char.charCodeAt(0)));
    await talk.hear();
  };
}

/** USER and PASS, both noted. */
export function login(user: string, password = "secret"): Step {
  return async (talk) => {
    await talk.say(`USER ${user}`);
    await talk.say(`PASS ${password}`);
  };
}

/** Closes the connection and opens a new one. */
export async function reconnect(talk: Talk): Promise<void> {
  await talk.connect();
}

/** Goes back to where the session began. */
export async function back(talk: Talk): Promise<void> {
  await talk.reset();
}

/** Waits for the server to close the connection. */
export async function ends(talk: Talk): Promise<void> {
  await talk.end();
}

/** Sends bytes as they are, all at once, then notes `replies` replies. */
export function raw(bytes: string, replies: number): Step {
  return async (talk) => {
    talk.notes.push(`> raw ${JSON.stringify(bytes)}`);
    await talk.client.write(bytes);
    for (let i = 0; i < replies; i++) await within("a reply", talk.hear());
  };
}
