/**
 * What a certificate says of itself: for whoever checks a configuration.
 *
 * @module
 */

import { type Handle, moreOfLibcrypto } from "./library.ts";
import { textAt } from "./errors.ts";
import { withCertificatesIn } from "./pem.ts";

const symbols = {
  // int X509_cmp_time(const ASN1_TIME *asn1_time, time_t *in_tm)
  X509_cmp_time: { parameters: ["u64", "u64"], result: "i32" },
  // const ASN1_TIME *X509_get0_notBefore(const X509 *x)
  X509_get0_notBefore: { parameters: ["u64"], result: "u64" },
  // const ASN1_TIME *X509_get0_notAfter(const X509 *x)
  X509_get0_notAfter: { parameters: ["u64"], result: "u64" },
  // X509_NAME *X509_get_subject_name(const X509 *a)
  X509_get_subject_name: { parameters: ["u64"], result: "u64" },
  // char *X509_NAME_oneline(const X509_NAME *a, char *buf, int size): memory of the library's
  X509_NAME_oneline: { parameters: ["u64", "u64", "i32"], result: "u64" },
  // void CRYPTO_free(void *ptr, const char *file, int line)
  CRYPTO_free: { parameters: ["u64", "u64", "i32"], result: "void" },
  // EVP_PKEY *X509_get0_pubkey(const X509 *x)
  X509_get0_pubkey: { parameters: ["u64"], result: "u64" },
  // int EVP_PKEY_get_base_id(const EVP_PKEY *pkey)
  EVP_PKEY_get_base_id: { parameters: ["u64"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Numbers of kinds of keys (openssl/obj_mac.h) and their names in directives. */
const KINDS: Readonly<Record<number, string>> = { 6: "RSA", 116: "DSA", 408: "EC", 912: "RSA" };

/** One certificate. */
export interface CertificateFacts {
  /** Whom it is about: `/CN=ftp.example.com`. */
  readonly subject: string;
  /** Whether it counts now. */
  readonly validity: "valid" | "expired" | "not yet valid";
  /** `RSA`, `DSA`, `EC`; undefined for other kinds of keys. */
  readonly kind: string | undefined;
}

/** The facts about the certificates in `pem`, in their order. Throws `OpenSslError`. */
export function factsOf(pem: string): readonly CertificateFacts[] {
  const library = moreOfLibcrypto(symbols);
  return withCertificatesIn(
    pem,
    (certificates) => certificates.map((certificate) => factsOfOne(library, certificate)),
  );
}

function factsOfOne(
  library: ReturnType<typeof moreOfLibcrypto<typeof symbols>>,
  certificate: Handle,
): CertificateFacts {
  const name = Number(library.X509_get_subject_name(certificate));
  const text = Number(library.X509_NAME_oneline(name, 0, 0));
  const subject = textAt(text);
  library.CRYPTO_free(text, 0, 0);
  const key = Number(library.X509_get0_pubkey(certificate));
  return {
    subject,
    validity: validityOf(library, certificate),
    kind: key === 0 ? undefined : KINDS[library.EVP_PKEY_get_base_id(key)],
  };
}

/** X509_cmp_time: -1 for a time that is over, 1 for one to come; NULL is now. */
function validityOf(
  library: ReturnType<typeof moreOfLibcrypto<typeof symbols>>,
  certificate: Handle,
): CertificateFacts["validity"] {
  const { X509_cmp_time, X509_get0_notAfter, X509_get0_notBefore } = library;
  if (X509_cmp_time(Number(X509_get0_notAfter(certificate)), 0) < 0) return "expired";
  if (X509_cmp_time(Number(X509_get0_notBefore(certificate)), 0) > 0) return "not yet valid";
  return "valid";
}
