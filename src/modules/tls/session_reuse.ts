/**
 * Whose data connections are taken: those that go on with the TLS session of the control connection.
 * Anybody can connect to the port of a transfer before its client does.
 *
 * @module
 */

import type { Scope } from "../../config/mod.ts";
import type { TlsContext } from "../../libc/openssl/context.ts";
import { LeftSessions } from "../../libc/openssl/left_sessions.ts";
import { sameSession, type SessionIdentity, type TlsStream } from "../../libc/openssl/stream.ts";
import { tlsSessionTickets } from "./directives.ts";
import type { TlsLog } from "./tls_log.ts";

/** In one session. */
export class SessionReuse {
  /** What the control connection's session is known by; outlives CCC. */
  #identity: SessionIdentity | undefined;
  /** Whether the client of the last handshake has shown a key agreed on beforehand, under TLS 1.3. */
  #hasShownKey = false;
  /** With `TLSSessionTickets off`. */
  #left: LeftSessions | undefined;

  constructor(private readonly log: TlsLog) {}

  /** To be called before login: `context` is that of the server with the settings `config`. */
  prepare(context: TlsContext, config: Scope): void {
    this.#left = config.get(tlsSessionTickets) ? undefined : new LeftSessions(context);
  }

  /** Has data connections go on with `identity`, that of the control connection. */
  begin(identity: SessionIdentity): void {
    this.#identity = identity;
  }

  /** Whether there has been a handshake on the control connection. */
  get hasBegun(): boolean {
    return this.#identity !== undefined;
  }

  /** To be told of each data connection before its handshake. */
  expectHandshake(): void {
    this.#hasShownKey = false;
  }

  /** To be told where a client shows a key agreed on beforehand, under TLS 1.3. */
  noteKey(): void {
    this.#hasShownKey = true;
  }

  /** Whether `stream`, whose handshake is done, goes on with that session; the log says why it does not. */
  accepts(stream: TlsStream): boolean {
    // With such a key OpenSSL calls a session resumed that nobody has begun before.
    if (!stream.isResumed || this.#hasShownKey) {
      this.log.write(
        "client did not reuse TLS session, rejecting data connection " +
          "(see the NoSessionReuseRequired TLSOptions parameter)",
      );
      return false;
    }
    if (this.#identity === undefined || !sameSession(this.#identity, stream.identity())) {
      this.log.write(
        "client did not reuse the TLS session of its control connection, " +
          "rejecting data connection",
      );
      return false;
    }
    this.log.write("client reused TLS session for data connection");
    return true;
  }

  /** To be told of data connections that have given their client a ticket. */
  hasGivenTicket(stream: TlsStream): void {
    this.#left?.keep(stream);
  }
}
