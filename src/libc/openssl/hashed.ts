/**
 * What files of a directory that openssl-rehash(1) has made hold: by the hashes of the names that
 * they are about. For whoever reads the files of a configuration.
 *
 * @module
 */

import { type Handle, moreOfLibcrypto, openssl } from "./library.ts";
import { certificatesIn, readAll } from "./pem.ts";
import { demandOne } from "./errors.ts";
import { written } from "./written.ts";

const symbols = {
  // X509_CRL *PEM_read_bio_X509_CRL(BIO *bp, X509_CRL **x, pem_password_cb *cb, void *u)
  PEM_read_bio_X509_CRL: { parameters: ["u64", "u64", "u64", "buffer"], result: "u64" },
  // void X509_CRL_free(X509_CRL *a)
  X509_CRL_free: { parameters: ["u64"], result: "void" },
  // X509_NAME *X509_CRL_get_issuer(const X509_CRL *crl)
  X509_CRL_get_issuer: { parameters: ["u64"], result: "u64" },
  // X509_NAME *X509_get_subject_name(const X509 *a)
  X509_get_subject_name: { parameters: ["u64"], result: "u64" },
  // unsigned long X509_NAME_hash_ex(const X509_NAME *x, OSSL_LIB_CTX *libctx,
  //                                 const char *propq, int *ok)
  X509_NAME_hash_ex: { parameters: ["u64", "u64", "u64", "u64"], result: "u64" },
  // int PEM_write_bio_X509(BIO *bp, X509 *x)
  PEM_write_bio_X509: { parameters: ["u64", "u64"], result: "i32" },
  // int PEM_write_bio_X509_CRL(BIO *bp, X509_CRL *x)
  PEM_write_bio_X509_CRL: { parameters: ["u64", "u64"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** What a file can hold. */
export type Hashed = "certificate" | "revocations";

/**
 * Those certificates, or lists of revoked ones, in `pem` that are about the name with the hash `hash`,
 * eight hexadecimal digits, as PEM with nothing else in it; "" for none. Throws `OpenSslError` where
 * there is nothing of the kind in `pem`, or a broken one.
 */
export function withHash(kind: Hashed, pem: string, hash: string): string {
  const library = moreOfLibcrypto(symbols);
  const { PEM_read_bio_X509_CRL, X509_CRL_free } = library;
  const { nameOf, read, free, write } = kind === "certificate"
    ? {
      read: () => certificatesIn(pem),
      nameOf: library.X509_get_subject_name,
      write: library.PEM_write_bio_X509,
      free: openssl().X509_free,
    }
    : {
      read: () =>
        readAll(pem, (bio, nobody) => PEM_read_bio_X509_CRL(bio, 0, 0, nobody), X509_CRL_free),
      nameOf: library.X509_CRL_get_issuer,
      write: library.PEM_write_bio_X509_CRL,
      free: X509_CRL_free,
    };
  const isCalled = (entry: Handle) =>
    Number(library.X509_NAME_hash_ex(Number(nameOf(entry)), 0, 0, 0)) === parseInt(hash, 16);
  const entries = read();
  try {
    return written((bio) => {
      for (const entry of entries.filter(isCalled)) demandOne(write(bio, entry));
    });
  } finally {
    for (const entry of entries) free(entry);
  }
}
