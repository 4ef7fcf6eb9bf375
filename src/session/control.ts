/**
 * The control connection: command lines in, replies out.
 *
 * @module
 */

import { encodeInto } from "../libc/bytes.ts";
import { region } from "../libc/memory.ts";
import { POLL } from "../libc/poll.ts";
import { MSG, receiveInto, sendFrom } from "../libc/sockets.ts";
import { isSysError } from "../libc/sys_error.ts";
import type { Directive } from "../config/mod.ts";
import { formatReply, type LineEvent, LineReader, type Reply } from "../protocol/mod.ts";
import { encodedLine, type Encoding } from "./encoding.ts";
import type { Request } from "./module.ts";
import { clientGone } from "./session_end.ts";
import type { Protection } from "./protection.ts";
import type { Waiter } from "./waiter.ts";

/** `CommandBufferSize`: the longest command line in bytes. */
export const commandBufferSize: Directive<number> = {
  name: "CommandBufferSize",
  contexts: ["server", "vhost", "global"],
  syntax: "CommandBufferSize bytes [units]",
  fallback: 4096,
  parse(args) {
    args.between(1, 2);
    const [number, unit = ""] = args.words;
    if (!/^\d+$/.test(number) || !/^(?:[kmgt]?b)?$/i.test(unit)) {
      args.fail(`unable to parse: ${number} ${unit}: Invalid argument`);
    }
    const bytes = args.size();
    if (bytes > MOST_BUFFERED) {
      args.fail(`size ${number}${unit}exceeds max size ${MOST_BUFFERED}`);
    }
    return Math.max(512, bytes);
  },
};

const MOST_BUFFERED = 512 << 10;

/** Bytes taken from the socket, or given to it, at once. */
const BLOCK = 4096;

/** Commands that a client may send ahead; with more waiting, the socket is left alone. */
const AHEAD = 64;

/** What the kernel says of a connection that is no more, or whose other end is out of reach (tcp(7)). */
const LOST = [
  ...["EPIPE", "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "ENETDOWN"],
];

/** A command line, or undefined for one that was longer than allowed. */
export type CommandLine = { readonly line: string | undefined };

/** One client's control connection. */
export class ControlConnection {
  readonly #block = region(BLOCK);
  /** What is being sent. */
  readonly #out = region(BLOCK);
  readonly #events: LineEvent[] = [];
  #reader: LineReader;
  /** What the socket has not taken yet. */
  #unsent = "";
  #ended = false;
  /** Whether the last look took everything that had arrived. */
  #isDrained = false;
  #protection: Protection | undefined;
  /** What there is between the client and the disk, as configured and when it asks for UTF-8. */
  encodings: { readonly configured?: Encoding; readonly utf8?: Encoding | undefined } = {};
  /** The command that replies are about, where there is an encoding. */
  answered: Request | undefined;
  /** Whether the client has asked for UTF-8 (OPTS UTF8). */
  isUtf8 = false;
  /** Bytes that went either way, for the logs. */
  bytesIn = 0;
  bytesOut = 0;

  /** `limit`: the longest command line in bytes (`CommandBufferSize`). */
  constructor(readonly fd: number, private readonly waiter: Waiter, limit: number) {
    this.#reader = new LineReader(limit);
  }

  /** Sends a reply; what the socket does not take at once is sent before anything is read again. */
  send(reply: Reply): void {
    const { encoding } = this;
    if (!encoding) return this.sendText(formatReply(reply));
    const lines = reply.lines.map((line) => encodedLine(encoding, line, this.answered));
    this.sendText(formatReply({ ...reply, lines }));
  }

  /** How what the client says and is told is to be converted; undefined for not at all. */
  get encoding(): Encoding | undefined {
    return this.isUtf8 ? this.encodings.utf8 : this.encodings.configured;
  }

  /** Sends a byte string as it is. */
  sendText(text: string): void {
    this.bytesOut += text.length;
    const isFirst = this.#unsent === "";
    this.#unsent += text;
    if (isFirst) this.#push();
  }

  /** Sends what the socket takes now. Throws `SessionEnd` where the client has gone. */
  #push(): void {
    while (this.#unsent !== "") {
      const size = Math.min(this.#unsent.length, BLOCK);
      encodeInto(this.#unsent.slice(0, size), this.#out.bytes, 0);
      let sent: number;
      try {
        sent = this.#protection
          ? this.#protection.send(this.#out.bytes.subarray(0, size))
          : sendFrom(this.fd, this.#out, size);
      } catch (error) {
        if (isSysError(error, ...LOST)) throw clientGone();
        throw error;
      }
      this.#unsent = this.#unsent.slice(sent);
      if (sent < size) return;
    }
  }

  /** Waits until everything is sent. */
  flush(): void {
    while (this.#unsent !== "") {
      this.waiter.wait(this.fd, this.#protection?.sendsAt ?? POLL.OUT);
      this.#push();
    }
  }

  /** The next command line, after waiting for it; throws `SessionEnd` when the client has gone. */
  next(): CommandLine {
    for (;;) {
      const event = this.#events.shift();
      if (event?.kind === "line") return { line: event.line };
      if (event?.kind === "tooLong") return { line: undefined };
      if (event?.kind === "answer") {
        this.sendText(event.bytes);
        continue;
      }
      if (this.#ended) throw clientGone();
      if (this.#unsent !== "") this.flush();
      // What a short read has emptied is waited for at once: most clients await their answer.
      if (!this.#isDrained && this.fill()) continue;
      this.waiter.wait(this.fd, this.#protection?.receivesAt ?? POLL.IN | POLL.PRI);
      this.#isDrained = false;
    }
  }

  /**
   * Takes what has arrived without waiting; false when nothing had. The end of the stream counts as
   * something: `next` reports it once the lines before it are used up.
   */
  fill(): boolean {
    const protection = this.#protection;
    let count: number | undefined;
    try {
      count = protection
        ? protection.receive(this.#block.bytes)
        : receiveInto(this.fd, this.#block, MSG.DONTWAIT);
    } catch (error) {
      if (!isSysError(error, ...LOST)) throw error;
      count = 0;
    }
    // Of what is decrypted and not yet taken nobody learns by waiting.
    this.#isDrained = count === undefined ||
      count > 0 && count < BLOCK && !protection?.hasPending;
    if (count === undefined) return false;
    if (count === 0) this.#ended = true;
    this.bytesIn += count;
    this.#reader.feed(this.#block.bytes, count, this.#events);
    this.#block.bytes.fill(0, 0, count); // it may have been a password
    if (count > 0 && protection?.hasPending && this.hasRoom()) this.fill();
    return true;
  }

  /** Whether more may be taken from the socket: a client cannot make us remember without end. */
  hasRoom(): boolean {
    return !this.#ended && this.#events.length < AHEAD;
  }

  /** From now on everything goes through `protection`; undefined: as it is, again. */
  protect(protection: Protection | undefined): void {
    this.#protection = protection;
    this.#isDrained = false;
  }

  /** What everything goes through, if anything. */
  get protection(): Protection | undefined {
    return this.#protection;
  }

  /** Whether something has been received that waiting would not tell of. */
  get hasPending(): boolean {
    return this.#protection !== undefined && this.#protection.hasPending;
  }

  /** Whether the client has closed this connection, or it broke. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Whether the client wants a running transfer to stop: it sent ABOR. */
  wantsAbort(): boolean {
    return this.#events.length > 0 &&
      this.#events.some((event) => event.kind === "line" && /^abor\s*$/i.test(event.line));
  }

  /**
   * Takes the next command line if it has arrived, is `wanted`, and may be answered now: everything
   * before it has been, and the client takes its replies.
   */
  takeIf(wanted: (line: string) => boolean): string | undefined {
    const [event] = this.#events;
    if (event?.kind !== "line" || this.#unsent || !wanted(event.line)) return undefined;
    this.#events.shift();
    return event.line;
  }

  /** Forgets everything received but not yet used: what came before a TLS handshake is not trusted. */
  discard(): void {
    this.#events.length = 0;
    this.#reader.discard();
  }
}
