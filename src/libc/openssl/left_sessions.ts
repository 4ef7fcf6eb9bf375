/**
 * Sessions that connections leave in the memory of a server, for clients to go on with: those of TLS 1.3
 * whose tickets are no more than names of them. For servers with `TLSSessionTickets off` only.
 *
 * @module
 */

import type { TlsContext } from "./context.ts";
import { demandOne } from "./errors.ts";
import { type Handle, moreOfLibssl } from "./library.ts";
import type { TlsStream } from "./stream.ts";

const symbols = {
  // SSL_SESSION *SSL_get1_session(SSL *ssl)
  SSL_get1_session: { parameters: ["u64"], result: "u64" },
  // int SSL_CTX_remove_session(SSL_CTX *ctx, SSL_SESSION *c)
  SSL_CTX_remove_session: { parameters: ["u64", "u64"], result: "i32" },
  // void SSL_SESSION_free(SSL_SESSION *session)
  SSL_SESSION_free: { parameters: ["u64"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

/** How many are kept: a client goes on with its first session, or with one of the last. */
const MOST = 16;

/** The latest sessions of one context, whose first ones are not counted here and stay. */
export class LeftSessions {
  readonly #library = moreOfLibssl(symbols);
  readonly #latest: Handle[] = [];

  constructor(private readonly context: TlsContext) {}

  /**
   * Keeps the session that `stream` has given a ticket for. OpenSSL keeps all of them until there are
   * 20,000, and forgets the first one then, which may be the one that everybody goes on with.
   */
  keep(stream: TlsStream): void {
    const { SSL_get1_session, SSL_CTX_remove_session, SSL_SESSION_free } = this.#library;
    this.#latest.push(demandOne(SSL_get1_session(stream.handle)));
    if (this.#latest.length <= MOST) return;
    const oldest = this.#latest.shift();
    if (oldest === undefined) return;
    SSL_CTX_remove_session(this.context.handle, oldest);
    SSL_SESSION_free(oldest);
  }
}
