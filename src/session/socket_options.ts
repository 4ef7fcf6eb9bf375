/**
 * `SocketOptions`, `TCPNoDelay` and `TimeoutLinger`: how a client's connections behave.
 *
 * @module
 */

import { type Arguments, type Directive, type Scope, toggle } from "../config/mod.ts";
import { booleanOf, rowOf } from "../config/mod.ts";
import { setsockopt, SO, SOL, TCP } from "../libc/sockets.ts";

/** When the kernel asks an idle client whether it is still there (tcp(7)). */
interface Keepalive {
  /** Seconds without a word before the first question. */
  readonly idle: number;
  /** Questions without an answer that end a connection. */
  readonly count: number;
  /** Seconds between them. */
  readonly interval: number;
}

/** What a socket is set to; undefined where the kernel's own choice stays. */
interface SocketOptions {
  /** Bytes. */
  readonly receiveBuffer?: number;
  /** Bytes. */
  readonly sendBuffer?: number;
  /** Bytes of a TCP segment at most. */
  readonly segment?: number;
  /** Whether, or when, the kernel asks; left out: as the system has it. */
  readonly keepalive?: boolean | Keepalive;
}

/** The smallest buffer, in bytes. */
const SMALLEST = 1024;

/** What every word is set to. */
const READERS: Readonly<Record<string, (word: string, args: Arguments) => SocketOptions>> = {
  rcvbuf: (word, args) => ({ receiveBuffer: bufferSize(word, "rcvbuf", args) }),
  sndbuf: (word, args) => ({ sendBuffer: bufferSize(word, "sndbuf", args) }),
  maxseg: (word) => ({ segment: Number(/^\d+/.exec(word)?.[0] ?? 0) || undefined }),
  keepalive: (word, args) => ({ keepalive: booleanOf(word) ?? keepaliveOf(word, args) }),
  reuseport(word, args) {
    if (booleanOf(word) === undefined) args.fail("reuseport must have Boolean parameter");
    return {};
  },
};

/** `SocketOptions [rcvbuf n] [sndbuf n] [maxseg n] [keepalive on|off|idle:count:interval] ...`. */
export const socketOptions: Directive<SocketOptions> = {
  name: "SocketOptions",
  contexts: ["server", "vhost"],
  syntax:
    "SocketOptions [rcvbuf n] [sndbuf n] [maxseg n] [keepalive on|off|spec] [reuseport on|off]",
  fallback: {},
  parse(args) {
    if (args.words.length % 2 !== 0) args.fail("bad number of parameters");
    let options: SocketOptions = {};
    for (let i = 0; i < args.words.length; i += 2) {
      const word = args.word(i);
      const read = rowOf(READERS, word) ?? args.fail(`: unknown socket option: '${word}'`);
      options = { ...options, ...read(args.word(i + 1), args) };
    }
    return options;
  },
};

function bufferSize(word: string, name: string, args: Arguments): number {
  const size = /^\d+$/.test(word) ? Number(word) : 0;
  if (size >= SMALLEST) return Math.min(size, 0x7fff_ffff);
  return args.fail(`${name} size must be greater than or equal to ${SMALLEST}`);
}

function keepaliveOf(word: string, args: Arguments): Keepalive {
  const parts = word.split(":");
  if (parts.length !== 3) return args.fail(`badly formatted TCP keepalive spec '${word}'`);
  const [idle = 0, count = 0, interval = 0] = parts.map((part) => parseInt(part, 10) || 0);
  for (
    const [what, value] of [["idle time", idle], ["count", count], ["interval time", interval]]
  ) {
    if (Number(value) < 1) {
      args.fail(`badly formatted TCP keepalive spec: ${what} '${value}' cannot be less than 1`);
    }
  }
  return { idle, count, interval };
}

/** `TCPNoDelay on|off`: whether small pieces leave at once. */
export const tcpNoDelay = toggle("TCPNoDelay", ["server", "vhost", "global"], true);

/**
 * `TimeoutLinger seconds`: for how long the original waits for the client to close its end of a data
 * connection. Ours sends the end of the stream, leaves the rest to the kernel and waits for nothing.
 */
export const timeoutLinger: Directive<number> = {
  name: "TimeoutLinger",
  contexts: ["server", "vhost", "global"],
  syntax: "TimeoutLinger seconds",
  fallback: 10,
  parse: (args) => args.duration(),
};

/** All of them, for the vocabulary. */
export const socketDirectives: readonly Directive<unknown>[] = [
  socketOptions,
  tcpNoDelay,
  timeoutLinger,
];

/**
 * Sets `fd` to what the configuration says: a control connection, or a socket that is to become a
 * data connection. What is accepted from a listening socket is set as that one is. Throws `SysError`.
 */
export function setSocketOptions(fd: number, config: Scope): void {
  const { receiveBuffer, sendBuffer, segment, keepalive = true } = config.get(socketOptions);
  if (config.get(tcpNoDelay)) setsockopt(fd, SOL.TCP, TCP.NODELAY, 1);
  if (keepalive !== false) setsockopt(fd, SOL.SOCKET, SO.KEEPALIVE, 1);
  if (typeof keepalive === "object") {
    setsockopt(fd, SOL.TCP, TCP.KEEPIDLE, Math.min(keepalive.idle, 32767));
    setsockopt(fd, SOL.TCP, TCP.KEEPCNT, Math.min(keepalive.count, 127));
    setsockopt(fd, SOL.TCP, TCP.KEEPINTVL, Math.min(keepalive.interval, 32767));
  }
  if (receiveBuffer !== undefined) setsockopt(fd, SOL.SOCKET, SO.RCVBUF, receiveBuffer);
  if (sendBuffer !== undefined) setsockopt(fd, SOL.SOCKET, SO.SNDBUF, sendBuffer);
  // tcp(7): out of 88 to 32767 it is an error, and a larger one than the interface's means nothing.
  if (segment !== undefined) {
    setsockopt(fd, SOL.TCP, TCP.MAXSEG, Math.min(32767, Math.max(88, segment)));
  }
}
