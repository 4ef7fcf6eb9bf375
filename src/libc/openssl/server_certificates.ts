/**
 * Certificates of servers that we are the client of (transfers between two servers).
 *
 * @module
 */

import { textAt } from "./errors.ts";
import { moreOfLibcrypto, moreOfLibssl, openssl } from "./library.ts";
import type { TlsStream } from "./stream.ts";

const ssl = {
  // void SSL_set_verify(SSL *ssl, int mode, SSL_verify_cb verify_callback)
  SSL_set_verify: { parameters: ["u64", "i32", "u64"], result: "void" },
  // long SSL_get_verify_result(const SSL *ssl)
  SSL_get_verify_result: { parameters: ["u64"], result: "i64" },
  // X509 *SSL_get1_peer_certificate(const SSL *ssl)
  SSL_get1_peer_certificate: { parameters: ["u64"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

const crypto = {
  // const char *X509_verify_cert_error_string(long n)
  X509_verify_cert_error_string: { parameters: ["i64"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

/** `SSL_VERIFY_NONE`: a client verifies all the same, and goes on whatever comes of it. */
const VERIFY_NONE = 0;

/** The functions, opened once: while libraries can be. */
export class ServerCertificates {
  readonly #ssl = moreOfLibssl(ssl);
  readonly #crypto = moreOfLibcrypto(crypto);

  /** Has the handshake of `stream` go on whoever is at the other end: `problemOf` tells. */
  postpone(stream: TlsStream): void {
    this.#ssl.SSL_set_verify(stream.handle, VERIFY_NONE, 0);
  }

  /** Why the server's certificate did not pass, after the handshake; undefined where it did. */
  problemOf(stream: TlsStream): string | undefined {
    const { SSL_get1_peer_certificate, SSL_get_verify_result } = this.#ssl;
    const certificate = Number(SSL_get1_peer_certificate(stream.handle));
    if (certificate === 0) return "no certificate";
    openssl().X509_free(certificate);
    const result = Number(SSL_get_verify_result(stream.handle));
    return result === 0 ? undefined : textAt(this.#crypto.X509_verify_cert_error_string(result));
  }
}
