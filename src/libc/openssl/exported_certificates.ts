/**
 * The certificates of both ends of a connection as PEM texts. For servers with `TLSOptions
 * ExportCertData` only.
 *
 * @module
 */

import { stringOf } from "../bytes.ts";
import { demandOne } from "./errors.ts";
import { type Handle, moreOfLibcrypto, moreOfLibssl, openssl } from "./library.ts";
import type { TlsStream } from "./stream.ts";

const ssl = {
  // X509 *SSL_get_certificate(const SSL *ssl): not the caller's to free
  SSL_get_certificate: { parameters: ["u64"], result: "u64" },
  // X509 *SSL_get1_peer_certificate(const SSL *ssl)
  SSL_get1_peer_certificate: { parameters: ["u64"], result: "u64" },
  // STACK_OF(X509) *SSL_get_peer_cert_chain(const SSL *ssl): not the caller's to free
  SSL_get_peer_cert_chain: { parameters: ["u64"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

const crypto = {
  // const BIO_METHOD *BIO_s_mem(void)
  BIO_s_mem: { parameters: [], result: "u64" },
  // BIO *BIO_new(const BIO_METHOD *type)
  BIO_new: { parameters: ["u64"], result: "u64" },
  // int BIO_read(BIO *b, void *data, int dlen)
  BIO_read: { parameters: ["u64", "buffer", "i32"], result: "i32" },
  // int PEM_write_bio_X509(BIO *bp, X509 *x)
  PEM_write_bio_X509: { parameters: ["u64", "u64"], result: "i32" },
  // int OPENSSL_sk_num(const OPENSSL_STACK *)
  OPENSSL_sk_num: { parameters: ["u64"], result: "i32" },
  // void *OPENSSL_sk_value(const OPENSSL_STACK *, int)
  OPENSSL_sk_value: { parameters: ["u64", "i32"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Bytes of the longest text; OpenSSL takes no more than 100 KiB of certificates from a client. */
const LONGEST = 160 << 10;

/** The functions, opened once: while libraries can be. */
export class ExportedCertificates {
  readonly #ssl = moreOfLibssl(ssl);
  readonly #crypto = moreOfLibcrypto(crypto);

  /** Our own end's; undefined where it has shown none. */
  own(stream: TlsStream): string | undefined {
    return this.#textOf(Number(this.#ssl.SSL_get_certificate(stream.handle)));
  }

  /** The other end's; undefined where it has shown none. */
  peers(stream: TlsStream): string | undefined {
    const certificate = Number(this.#ssl.SSL_get1_peer_certificate(stream.handle));
    try {
      return this.#textOf(certificate);
    } finally {
      openssl().X509_free(certificate);
    }
  }

  /** Those that the other end, a client, has sent behind its own. */
  chain(stream: TlsStream): readonly string[] {
    const stack = Number(this.#ssl.SSL_get_peer_cert_chain(stream.handle));
    if (stack === 0) return [];
    const { OPENSSL_sk_num, OPENSSL_sk_value } = this.#crypto;
    const texts: string[] = [];
    for (let i = 0; i < OPENSSL_sk_num(stack); i++) {
      const text = this.#textOf(Number(OPENSSL_sk_value(stack, i)));
      if (text !== undefined) texts.push(text);
    }
    return texts;
  }

  #textOf(certificate: Handle): string | undefined {
    if (certificate === 0) return undefined;
    const { BIO_new, BIO_s_mem, BIO_read, PEM_write_bio_X509 } = this.#crypto;
    const bio = demandOne(BIO_new(Number(BIO_s_mem())));
    try {
      demandOne(PEM_write_bio_X509(bio, certificate));
      const bytes = new Uint8Array(new ArrayBuffer(LONGEST));
      return stringOf(bytes.subarray(0, Math.max(0, BIO_read(bio, bytes, bytes.length))));
    } finally {
      openssl().BIO_free(bio);
    }
  }
}
