/**
 * The control connection under TLS, as the session sees it.
 *
 * @module
 */

import { errno } from "../../libc/errno.ts";
import { OpenSslError, takeErrors } from "../../libc/openssl/errors.ts";
import { type TlsStream, TlsTruncated } from "../../libc/openssl/stream.ts";
import { POLL } from "../../libc/poll.ts";
import { MSG, receive, send } from "../../libc/sockets.ts";
import { SysError } from "../../libc/sys_error.ts";
import type { Protection } from "../../session/protection.ts";

/** What poll(2) calls the needs of a TLS connection. */
export const EVENTS = { readable: POLL.IN, writable: POLL.OUT } as const;

/** A control connection whose handshake is done. */
export class ControlProtection implements Protection {
  /** `note` is told why a connection broke. */
  constructor(
    private readonly stream: TlsStream,
    private readonly note: (error: Error) => void,
  ) {}

  receive(buffer: Uint8Array<ArrayBuffer>): number | undefined {
    forgetOthers();
    try {
      return this.stream.read(buffer);
    } catch (error) {
      // Many clients hang up without a word; a command that was cut off has no end of line.
      if (error instanceof TlsTruncated) return 0;
      throw this.#broken(error);
    }
  }

  send(bytes: Uint8Array<ArrayBuffer>): number {
    forgetOthers();
    try {
      return this.stream.write(bytes);
    } catch (error) {
      throw this.#broken(error);
    }
  }

  get receivesAt(): number {
    return EVENTS[this.stream.readNeeds];
  }

  get sendsAt(): number {
    return EVENTS[this.stream.writeNeeds];
  }

  get hasPending(): boolean {
    return this.stream.hasPending;
  }

  /** What was not TLS, or not the other end's, is a broken connection to everybody else. */
  #broken(error: unknown): unknown {
    if (!(error instanceof OpenSslError) && !(error instanceof TlsTruncated)) return error;
    this.note(error);
    return new SysError("TLS", errno.ECONNRESET);
  }
}

/**
 * Between two commands others have used the library, PAM's modules among them: what it has left to say to
 * them would pass for what is wrong with the connection (SSL_get_error(3)).
 */
function forgetOthers(): void {
  takeErrors();
}

/** The types of TLS records (RFC 8446 section 5.1) are the bytes that they begin with. */
const FIRST_RECORD_TYPE = 20;
const LAST_RECORD_TYPE = 23;

/**
 * A control connection whose protection ends (CCC): we have said goodbye, and what comes is plain text,
 * perhaps after the client's own goodbye, which some clients do not send.
 */
export class ClearingProtection implements Protection {
  readonly #peeked = new Uint8Array(new ArrayBuffer(1));

  /** `done` is called when nothing but plain text can come any more. */
  constructor(
    private readonly fd: number,
    private readonly stream: TlsStream,
    private readonly done: () => void,
  ) {}

  receive(buffer: Uint8Array<ArrayBuffer>): number | undefined {
    const count = receive(this.fd, this.#peeked, MSG.DONTWAIT | MSG.PEEK);
    if (count === undefined) return undefined;
    const [type] = this.#peeked;
    if (count > 0 && type >= FIRST_RECORD_TYPE && type <= LAST_RECORD_TYPE) {
      try {
        // Anything but a goodbye came too late to count.
        if (this.stream.read(buffer) === undefined) return undefined;
      } catch (error) {
        if (!(error instanceof OpenSslError) && !(error instanceof TlsTruncated)) throw error;
        return 0;
      }
    }
    this.done();
    return receive(this.fd, buffer, MSG.DONTWAIT);
  }

  send(bytes: Uint8Array<ArrayBuffer>): number {
    return send(this.fd, bytes);
  }

  readonly receivesAt = POLL.IN | POLL.PRI;
  readonly sendsAt = POLL.OUT;
  readonly hasPending = false;
}
