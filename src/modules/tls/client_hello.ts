/**
 * The name of a server in the first message of a client (RFC 8446 section 4.1.2, RFC 6066 section 3).
 *
 * Read before OpenSSL does: everything about the handshake then follows the settings of the server
 * that is named, as after HOST.
 *
 * @module
 */

import { stringOf } from "../../libc/bytes.ts";

/** A hello, as far as it has come. */
export type Hello =
  /** Nothing can be said before so many bytes are there. */
  | { readonly needs: number }
  /** The name as the client wrote it, a byte string; undefined where there is none, or no hello. */
  | { readonly name: string | undefined };

const RECORD_HEADER = 5;
const HANDSHAKE_RECORD = 22;
const MESSAGE_HEADER = 4;
const CLIENT_HELLO = 1;
const VERSION_AND_RANDOM = 34;
/** The extension `server_name`, and its only kind of names. */
const SERVER_NAME = 0;
const HOST_NAME = 0;

const NAMELESS: Hello = { name: undefined };

/**
 * What the records in `bytes`, the first of a connection, say. What is no hello, or a malformed one,
 * has no name: to refuse it is OpenSSL's work.
 */
export function readHello(bytes: Uint8Array): Hello {
  const message: number[] = [];
  for (let at = 0;;) {
    const body = at + RECORD_HEADER;
    if (bytes.length < body) return { needs: body };
    const end = body + numberAt(bytes, at + 3, 2);
    if (bytes[at] !== HANDSHAKE_RECORD || end === body) return NAMELESS;
    if (bytes.length < end) return { needs: end };
    for (const byte of bytes.subarray(body, end)) message.push(byte);
    at = end;
    if (message.length < MESSAGE_HEADER) continue;
    if (message[0] !== CLIENT_HELLO) return NAMELESS;
    const size = MESSAGE_HEADER + numberAt(message, 1, 3);
    if (message.length >= size) return { name: nameIn(message.slice(MESSAGE_HEADER, size)) };
  }
}

/** The name in the body of a hello. */
function nameIn(hello: readonly number[]): string | undefined {
  const fields = new Fields(hello);
  fields.take(VERSION_AND_RANDOM);
  fields.sized(1); // session
  fields.sized(2); // cipher suites
  fields.sized(1); // compression
  const extensions = new Fields(fields.sized(2));
  while (extensions.hasMore) {
    const type = extensions.number(2);
    const content = extensions.sized(2);
    if (type !== SERVER_NAME) continue;
    const names = new Fields(new Fields(content).sized(2));
    if (names.number(1) !== HOST_NAME) return undefined;
    return stringOf(Uint8Array.from(names.sized(2))) || undefined;
  }
  return undefined;
}

/** Fields one behind the other. Those that would go past the end are empty, and so are all after. */
class Fields {
  #at = 0;

  constructor(private readonly bytes: readonly number[]) {}

  get hasMore(): boolean {
    return this.#at < this.bytes.length;
  }

  /** The next `count` bytes. */
  take(count: number): readonly number[] {
    const from = this.#at;
    const isWhole = from + count <= this.bytes.length;
    this.#at = isWhole ? from + count : this.bytes.length;
    return isWhole ? this.bytes.slice(from, this.#at) : [];
  }

  /** A number of `count` bytes; -1 past the end. */
  number(count: number): number {
    const bytes = this.take(count);
    return bytes.length === count ? numberAt(bytes, 0, count) : -1;
  }

  /** The bytes behind their own number, which is one of `count` bytes. */
  sized(count: number): readonly number[] {
    return this.take(Math.max(0, this.number(count)));
  }
}

/** The number whose `count` bytes begin at `at`. */
function numberAt(bytes: ArrayLike<number>, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i += 1) value = value * 256 + (bytes[i] ?? 0);
  return value;
}
