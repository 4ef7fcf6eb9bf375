/**
 * Clients that ask for the status of our certificate (`status_request`, RFC 6066 §8), and what they
 * are given: "stapling".
 *
 * @module
 */

import { stringOf } from "../bytes.ts";
import type { TlsContext } from "./context.ts";
import { type Handle, moreOfLibcrypto, moreOfLibssl, openssl } from "./library.ts";

const ssl = {
  // long SSL_CTX_callback_ctrl(SSL_CTX *, int cmd, void (*fp)(void))
  SSL_CTX_callback_ctrl: { parameters: ["u64", "i32", "function"], result: "i64" },
  // long SSL_ctrl(SSL *ssl, int cmd, long larg, void *parg)
  SSL_ctrl: { parameters: ["u64", "i32", "i64", "u64"], result: "i64" },
  // X509 *SSL_get_certificate(const SSL *ssl): not the caller's to free
  SSL_get_certificate: { parameters: ["u64"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

const crypto = {
  // void *CRYPTO_malloc(size_t num, const char *file, int line)
  CRYPTO_malloc: { parameters: ["usize", "u64", "i32"], result: "u64" },
  // int X509_digest(const X509 *data, const EVP_MD *type, unsigned char *md, unsigned int *len)
  X509_digest: { parameters: ["u64", "u64", "buffer", "u64"], result: "i32" },
  // const EVP_MD *EVP_sha256(void)
  EVP_sha256: { parameters: [], result: "u64" },
  // int X509_get_ext_by_NID(const X509 *x, int nid, int lastpos)
  X509_get_ext_by_NID: { parameters: ["u64", "i32", "i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** `SSL_CTRL_SET_TLSEXT_STATUS_REQ_…` (openssl/tls1.h). */
const CTRL = { callback: 63, answer: 71 } as const;

/** `SSL_TLSEXT_ERR_OK` and `SSL_TLSEXT_ERR_NOACK`. */
const OK = 0;
const NO_ANSWER = 3;

/** `id-pe-tlsfeature` (RFC 7633), by which a certificate demands a staple. */
const NID_TLS_FEATURE = 1020;

/** Bytes of a SHA-256, and of the memory that the runtime gives the library for it. */
const DIGEST = 32;

/** The certificate that a client is shown. */
export interface ShownCertificate {
  /** Its SHA-256, 32 bytes. */
  readonly fingerprint: string;
  /** Whether it says that clients should not go without a staple. */
  readonly isMustStaple: boolean;
}

/**
 * Has clients of `context` that ask get what `answer` gives, DER; undefined for nothing. It must not
 * throw.
 */
export function answerStatusRequests(
  context: TlsContext,
  answer: (shown: ShownCertificate) => Uint8Array<ArrayBuffer> | undefined,
): void {
  const { SSL_CTX_callback_ctrl, SSL_ctrl, SSL_get_certificate } = moreOfLibssl(ssl);
  const { CRYPTO_malloc, EVP_sha256, X509_digest, X509_get_ext_by_NID } = moreOfLibcrypto(crypto);
  const { store } = openssl();
  const digest = new Uint8Array(new ArrayBuffer(2 * DIGEST));
  const sha256: Handle = Number(EVP_sha256());
  const callback = new Deno.UnsafeCallback(
    { parameters: ["u64", "u64"], result: "i32" },
    // int (*cb)(SSL *, void *arg)
    (connection: bigint) => {
      const certificate = Number(SSL_get_certificate(Number(connection)));
      if (certificate === 0 || X509_digest(certificate, sha256, digest, 0) !== 1) return NO_ANSWER;
      const staple = answer({
        fingerprint: stringOf(digest, 0, DIGEST),
        isMustStaple: X509_get_ext_by_NID(certificate, NID_TLS_FEATURE, -1) >= 0,
      });
      if (staple === undefined || staple.length === 0) return NO_ANSWER;
      const copy = Number(CRYPTO_malloc(staple.length, 0, 0)); // the connection frees it
      if (copy === 0) return NO_ANSWER;
      store(copy, staple, staple.length);
      return Number(SSL_ctrl(Number(connection), CTRL.answer, staple.length, copy)) === 1
        ? OK
        : NO_ANSWER;
    },
  );
  context.keep(callback, digest);
  SSL_CTX_callback_ctrl(context.handle, CTRL.callback, callback.pointer);
}
