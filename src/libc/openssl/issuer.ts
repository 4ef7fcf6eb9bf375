/**
 * Who has signed a certificate of the server's, and who can be asked about it: for whoever reads a
 * configuration.
 *
 * @module
 */

import { stringOf } from "../bytes.ts";
import { demandOne, takeErrors, textAt } from "./errors.ts";
import { type Handle, moreOfLibcrypto, openssl } from "./library.ts";
import { certificatesIn } from "./pem.ts";
import { written } from "./written.ts";

const symbols = {
  // int X509_check_issued(X509 *issuer, X509 *subject)
  X509_check_issued: { parameters: ["u64", "u64"], result: "i32" },
  // int X509_verify(X509 *a, EVP_PKEY *r)
  X509_verify: { parameters: ["u64", "u64"], result: "i32" },
  // EVP_PKEY *X509_get0_pubkey(const X509 *x)
  X509_get0_pubkey: { parameters: ["u64"], result: "u64" },
  // STACK_OF(OPENSSL_STRING) *X509_get1_ocsp(X509 *x)
  X509_get1_ocsp: { parameters: ["u64"], result: "u64" },
  // void X509_email_free(STACK_OF(OPENSSL_STRING) *sk)
  X509_email_free: { parameters: ["u64"], result: "void" },
  // int OPENSSL_sk_num(const OPENSSL_STACK *)
  OPENSSL_sk_num: { parameters: ["u64"], result: "i32" },
  // void *OPENSSL_sk_value(const OPENSSL_STACK *, int)
  OPENSSL_sk_value: { parameters: ["u64", "i32"], result: "u64" },
  // X509_NAME *X509_get_subject_name(const X509 *a)
  X509_get_subject_name: { parameters: ["u64"], result: "u64" },
  // char *X509_NAME_oneline(const X509_NAME *a, char *buf, int size): memory of the library's
  X509_NAME_oneline: { parameters: ["u64", "u64", "i32"], result: "u64" },
  // void CRYPTO_free(void *ptr, const char *file, int line)
  CRYPTO_free: { parameters: ["u64", "u64", "i32"], result: "void" },
  // int X509_digest(const X509 *data, const EVP_MD *type, unsigned char *md, unsigned int *len)
  X509_digest: { parameters: ["u64", "u64", "buffer", "u64"], result: "i32" },
  // const EVP_MD *EVP_sha256(void)
  EVP_sha256: { parameters: [], result: "u64" },
  // int PEM_write_bio_X509(BIO *bp, X509 *x)
  PEM_write_bio_X509: { parameters: ["u64", "u64"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** `X509_V_OK`. */
const ISSUED = 0;

/** Bytes of a SHA-256. */
const DIGEST = 32;

/** What is to know of a certificate before anybody is asked about it. */
export interface Standing {
  /** Its SHA-256, 32 bytes. */
  readonly fingerprint: string;
  /** Whom it is about: `/CN=ftp.example.com`. */
  readonly subject: string;
  /** PEM, of it alone. */
  readonly certificate: string;
  /** PEM of who has signed it; undefined where nobody among those given has. */
  readonly issuer: string | undefined;
  /** Whether it has signed itself: nobody else can say anything of it. */
  readonly isSelfSigned: boolean;
  /** The responders that it names, in its order. */
  readonly urls: readonly string[];
}

/**
 * The standing of the first certificate in `pem`; who has signed it is looked for among the others in
 * there, and among those in `others`. Throws `OpenSslError`.
 */
export function standingOf(pem: string, others: readonly string[]): Standing {
  const library = moreOfLibcrypto(symbols);
  const { X509_check_issued, X509_get0_pubkey, X509_verify, X509_digest, EVP_sha256 } = library;
  const [own, ...chain] = certificatesIn(pem);
  const candidates = [...chain];
  const pemOf = (certificate: Handle) =>
    written((bio) => void demandOne(library.PEM_write_bio_X509(bio, certificate)));
  const hasSigned = (candidate: Handle) =>
    X509_check_issued(candidate, own) === ISSUED &&
    X509_verify(own, Number(X509_get0_pubkey(candidate))) === 1;
  try {
    for (const more of others) candidates.push(...certificatesIn(more));
    const digest = new Uint8Array(new ArrayBuffer(2 * DIGEST));
    demandOne(X509_digest(own, Number(EVP_sha256()), digest, 0));
    const issuer = candidates.find(hasSigned);
    const isSelfSigned = hasSigned(own);
    takeErrors();
    return {
      fingerprint: stringOf(digest, 0, DIGEST),
      subject: subjectOf(library, own),
      certificate: pemOf(own),
      issuer: issuer === undefined ? undefined : pemOf(issuer),
      isSelfSigned,
      urls: urlsIn(library, own),
    };
  } finally {
    for (const certificate of [own, ...candidates]) openssl().X509_free(certificate);
  }
}

type Library = ReturnType<typeof moreOfLibcrypto<typeof symbols>>;

function subjectOf(library: Library, certificate: Handle): string {
  const { X509_get_subject_name, X509_NAME_oneline, CRYPTO_free } = library;
  const text = Number(X509_NAME_oneline(Number(X509_get_subject_name(certificate)), 0, 0));
  const subject = textAt(text);
  CRYPTO_free(text, 0, 0);
  return subject;
}

function urlsIn(library: Library, certificate: Handle): string[] {
  const { OPENSSL_sk_num, OPENSSL_sk_value, X509_get1_ocsp, X509_email_free } = library;
  const stack = Number(X509_get1_ocsp(certificate));
  takeErrors();
  if (stack === 0) return [];
  const urls = Array.from(
    { length: OPENSSL_sk_num(stack) },
    (_, i) => textAt(OPENSSL_sk_value(stack, i)),
  );
  X509_email_free(stack);
  return urls;
}
