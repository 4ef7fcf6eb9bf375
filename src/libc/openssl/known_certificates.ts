/**
 * Whether the certificate of the other end is one of some that are known. For servers with
 * `TLSOptions AllowDotLogin` only.
 *
 * @module
 */

import { type Handle, moreOfLibcrypto, moreOfLibssl, openssl } from "./library.ts";
import { withCertificatesIn } from "./pem.ts";
import type { TlsStream } from "./stream.ts";

const ssl = {
  // X509 *SSL_get1_peer_certificate(const SSL *ssl)
  SSL_get1_peer_certificate: { parameters: ["u64"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

const crypto = {
  // int X509_cmp(const X509 *a, const X509 *b): 0 where they are the same, byte by byte
  X509_cmp: { parameters: ["u64", "u64"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** The functions, opened once: while libraries can be. */
export class KnownCertificates {
  readonly #ssl = moreOfLibssl(ssl);
  readonly #crypto = moreOfLibcrypto(crypto);

  /**
   * Whether the other end of `stream` has shown one of the certificates in `pem`, of which there has to
   * be at least one. Throws `OpenSslError`.
   */
  hold(pem: string, stream: TlsStream): boolean {
    return withCertificatesIn(pem, (known) => {
      const shown: Handle = Number(this.#ssl.SSL_get1_peer_certificate(stream.handle));
      const isKnown = shown !== 0 && known.some((one) => this.#crypto.X509_cmp(one, shown) === 0);
      openssl().X509_free(shown);
      return isKnown;
    });
  }
}
