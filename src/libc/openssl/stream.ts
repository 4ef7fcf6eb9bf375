/**
 * `SSL`: one TLS connection over a non-blocking socket.
 *
 * A call that cannot go on says what to wait for; with TLS a reader may have to wait until it can
 * write, and the reverse. What is decrypted already and not yet read, the socket's poll(2) does not
 * know of: `hasPending` does.
 *
 * @module
 */

import { errno } from "../errno.ts";
import { lastErrno } from "../kernel.ts";
import { SysError } from "../sys_error.ts";
import type { TlsContext } from "./context.ts";
import { demandOne, fail, OpenSslError, takeErrors, textAt } from "./errors.ts";
import { type Handle, openssl } from "./library.ts";

/** `SSL_ERROR_…`: what SSL_get_error says. */
const ERROR = { SSL: 1, WANT_READ: 2, WANT_WRITE: 3, SYSCALL: 5, ZERO_RETURN: 6 } as const;

/** OpenSSL's words for a connection that ended without close_notify. */
const TRUNCATED = /unexpected eof while reading/;

/** `BIO_CTRL_GET_KTLS_SEND`. */
const KTLS_SEND = 73;

/** The connection ended, and nobody has said under its protection that this is the end. */
export class TlsTruncated extends Error {
  override readonly name = "TlsTruncated";
}

/** `SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN`. */
const SHUT_DOWN = 3;

/** `SSL_CTRL_…`. */
const CTRL = { setReadAhead: 41, clearMode: 78 } as const;

/** `SSL_MODE_RELEASE_BUFFERS`. */
const RELEASE_BUFFERS = 0x10;

/** Bytes of what is read ahead. */
const READ_BUFFER = 128 << 10;

/** TLS 1.3 on the wire. */
export const TLS_1_3 = 0x0304;

/** `SSL_KEY_UPDATE_…`: whether the other end is to change its key, too. */
const KEY_UPDATE_NOT_REQUESTED = 0;
const KEY_UPDATE_REQUESTED = 1;

/** One connection. */
export class TlsStream {
  readonly #ssl: Handle;
  /** What to wait for before `read` can go on. */
  readNeeds: "readable" | "writable" = "readable";
  /** The same for `write` and `sendFile`. */
  writeNeeds: "readable" | "writable" = "writable";
  /** Whether the other end has said that it sends no more. */
  #isOver = false;
  #broken = false;
  /** Whether a change of keys may still have to be told. */
  #isChangingKeys = false;
  #isDisowned = false;

  /** A connection over `fd`, whose owner closes it; the other end is the one that begins. */
  constructor(context: TlsContext, fd: number, role: "server" | "client" = "server") {
    const { SSL_new, SSL_free, SSL_set_fd, SSL_set_accept_state, SSL_set_connect_state } =
      openssl();
    takeErrors();
    this.#ssl = demandOne(SSL_new(context.handle));
    if (SSL_set_fd(this.#ssl, fd) !== 1) {
      SSL_free(this.#ssl);
      fail();
    }
    if (role === "server") SSL_set_accept_state(this.#ssl);
    else SSL_set_connect_state(this.#ssl);
  }

  /** Ends the handshake of a server under TLS 1.3 without tickets for further sessions. */
  giveNoTickets(): void {
    demandOne(openssl().SSL_set_num_tickets(this.#ssl, 0));
  }

  /**
   * Has a server whose handshake is done give a ticket, and says whether the version has that (TLS 1.3); it
   * is sent by going on with `handshake`. Throws `OpenSslError`.
   */
  giveTicket(): boolean {
    const { SSL_version, SSL_new_session_ticket } = openssl();
    if (SSL_version(this.#ssl) < TLS_1_3) return false;
    demandOne(SSL_new_session_ticket(this.#ssl));
    return true;
  }

  /** Has nobody go on with the session of this connection when that is freed. */
  disown(): void {
    this.#isDisowned = true;
  }

  /**
   * Prepares for much to read: several records are taken from the socket at a time, into memory that is
   * kept. Nobody else may read from the socket then, not even after the end.
   */
  readAhead(): void {
    const { SSL_ctrl, SSL_set_default_read_buffer_len } = openssl();
    SSL_ctrl(this.#ssl, CTRL.setReadAhead, 1, 0);
    SSL_ctrl(this.#ssl, CTRL.clearMode, RELEASE_BUFFERS, 0);
    SSL_set_default_read_buffer_len(this.#ssl, READ_BUFFER);
  }

  /** For what this class has no method for. */
  get handle(): Handle {
    return this.#ssl;
  }

  /** Gives the memory back. The session goes on, whatever has become of this connection, unless disowned. */
  free(): void {
    const { SSL_set_shutdown, SSL_free } = openssl();
    // Of a connection that ended badly the library forgets the session, which others share.
    SSL_set_shutdown(this.#ssl, this.#isDisowned ? 0 : SHUT_DOWN);
    SSL_free(this.#ssl);
  }

  /**
   * Goes on with the handshake: undefined when it is done, else what to wait for. Throws
   * `OpenSslError`, `TlsTruncated` and `SysError`.
   */
  handshake(): "readable" | "writable" | undefined {
    const result = openssl().SSL_do_handshake(this.#ssl);
    if (result === 1) return undefined;
    return this.#need(result) ?? this.#end();
  }

  /**
   * Reads into `buffer`: how many bytes, 0 when the other end has said that it sends no more,
   * undefined for none yet (see `readNeeds`). Throws `TlsTruncated` when the connection ended
   * without that word, `OpenSslError`, `SysError`.
   */
  read(buffer: Uint8Array<ArrayBuffer>): number | undefined {
    if (this.#isOver) return 0;
    const count = openssl().SSL_read(this.#ssl, buffer, buffer.length);
    if (count > 0) return count;
    const need = this.#need(count);
    if (need !== undefined) {
      this.readNeeds = need;
      return undefined;
    }
    this.#isOver = true;
    return 0;
  }

  /**
   * Writes `buffer`, all of it or nothing yet (0, see `writeNeeds`): then the next call has to be
   * about the same bytes, of which some are on their way. Throws `OpenSslError`, `SysError`.
   */
  write(buffer: Uint8Array<ArrayBuffer>): number {
    if (buffer.length === 0) return 0;
    const count = openssl().SSL_write(this.#ssl, buffer, buffer.length);
    if (count > 0) return count;
    this.writeNeeds = this.#need(count) ?? this.#end();
    return 0;
  }

  /** Whether the kernel encrypts what is sent, so that `sendFile` works. */
  get isKernels(): boolean {
    const { BIO_ctrl, SSL_get_wbio } = openssl();
    return Number(BIO_ctrl(Number(SSL_get_wbio(this.#ssl)), KTLS_SEND, 0, 0)) === 1;
  }

  /**
   * Sends up to `count` bytes of the file `fd` from `offset` on: how many (0 at the end of the file),
   * undefined for none yet. Only where `isKernels`. Throws `SysError`.
   */
  sendFile(fd: number, offset: number, count: number): number | undefined {
    const sent = Number(openssl().SSL_sendfile(this.#ssl, fd, offset, count, 0));
    if (sent >= 0) return sent;
    this.writeNeeds = this.#need(sent) ?? this.#end();
    return undefined;
  }

  /**
   * Changes the key of what is written with the next write, and asks the other end to do the same if
   * `both`, where the version has that (TLS 1.3) and it is not the kernel that has the keys.
   */
  changeKeys(both: boolean): void {
    const { SSL_version, SSL_key_update } = openssl();
    if (SSL_version(this.#ssl) < TLS_1_3 || this.isKernels) return;
    const kind = both ? KEY_UPDATE_REQUESTED : KEY_UPDATE_NOT_REQUESTED;
    if (SSL_key_update(this.#ssl, kind) !== 1) takeErrors();
    else this.#isChangingKeys = true;
  }

  /** Whether something has been received and not been read. */
  get hasPending(): boolean {
    return openssl().SSL_has_pending(this.#ssl) === 1;
  }

  /** Says that nothing more will be sent: undefined when that is done, else what to wait for. */
  sayGoodbye(): "readable" | "writable" | undefined {
    // After a fatal error, or before the handshake is over, there is nobody to say it to.
    if (this.#broken) return undefined;
    try {
      // Until the new keys are told the library says nothing else.
      const need = this.#isChangingKeys ? this.handshake() : undefined;
      if (need !== undefined) return need;
      this.#isChangingKeys = false;
      const result = openssl().SSL_shutdown(this.#ssl);
      return result >= 0 ? undefined : this.#need(result);
    } catch (error) {
      if (error instanceof OpenSslError || error instanceof TlsTruncated) return undefined;
      if (error instanceof SysError) return undefined;
      throw error;
    }
  }

  /** Whether the connection goes on with a session that was made before. */
  get isResumed(): boolean {
    return openssl().SSL_session_reused(this.#ssl) === 1;
  }

  /** What every session that is made from this one has in common with it: see `sameSession`. */
  identity(): SessionIdentity {
    const { SSL_get_session, SSL_SESSION_get_master_key, SSL_version } = openssl();
    const session = Number(SSL_get_session(this.#ssl));
    const key = new Uint8Array(48);
    const length = Number(SSL_SESSION_get_master_key(session, key, key.length));
    return { version: SSL_version(this.#ssl), secret: key.subarray(0, length) };
  }

  /** `TLSv1.3`, `TLSv1.2` … */
  get version(): string {
    return textAt(openssl().SSL_get_version(this.#ssl));
  }

  /** The cipher's name, the bits that are secret and those of its keys. */
  get cipher(): { readonly name: string; readonly bits: number; readonly possibleBits: number } {
    const { SSL_get_current_cipher, SSL_CIPHER_get_name, SSL_CIPHER_get_bits } = openssl();
    const cipher = Number(SSL_get_current_cipher(this.#ssl));
    if (cipher === 0) return { name: "", bits: 0, possibleBits: 0 };
    const possible = new Uint8Array(new ArrayBuffer(64));
    const bits = SSL_CIPHER_get_bits(cipher, possible);
    const possibleBits = new DataView(possible.buffer).getInt32(0, true);
    return { name: textAt(SSL_CIPHER_get_name(cipher)), bits, possibleBits };
  }

  /**
   * What the call that gave `result` waits for; undefined when the other end has said goodbye. Throws
   * for everything else.
   */
  #need(result: number): "readable" | "writable" | undefined {
    const cause = lastErrno();
    switch (openssl().SSL_get_error(this.#ssl, result)) {
      case ERROR.WANT_READ:
        return "readable";
      case ERROR.WANT_WRITE:
        return "writable";
      case ERROR.ZERO_RETURN:
        return undefined;
      case ERROR.SYSCALL: {
        this.#broken = true;
        takeErrors();
        throw cause === 0 ? new TlsTruncated("the connection was cut") : new SysError("TLS", cause);
      }
      default: {
        this.#broken = true;
        const reasons = takeErrors();
        if (reasons.some((reason) => TRUNCATED.test(reason))) {
          throw new TlsTruncated("the connection ended without close_notify");
        }
        throw new OpenSslError(reasons);
      }
    }
  }

  #end(): never {
    throw new SysError("TLS", errno.EPIPE);
  }
}

/** What tells whether two connections belong to one session. */
export interface SessionIdentity {
  /** As on the wire: 0x0304 is TLS 1.3. */
  readonly version: number;
  readonly secret: Uint8Array;
}

/**
 * Whether `other`, which has been resumed, goes on with the session of `one`. Up to TLS 1.2 both have the
 * same secret. The tickets of TLS 1.3 have one each: there it is enough that the ticket could be read, if
 * nobody's can be but those that were given out in this session, to `one` and to whom this was asked about
 * (`giveNoTickets`, `giveTicket`).
 */
export function sameSession(one: SessionIdentity, other: SessionIdentity): boolean {
  if (one.version !== other.version) return false;
  return one.version >= TLS_1_3 || one.secret.length > 0 && areEqual(one.secret, other.secret);
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
