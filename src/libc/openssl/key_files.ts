/**
 * Files that hold a private key under a pass phrase, as PEM without one: for whoever reads the files
 * of a configuration. All functions throw `OpenSslError`.
 *
 * @module
 */

import { demandOne, takeErrors } from "./errors.ts";
import { type Handle, moreOfLibcrypto, openssl } from "./library.ts";
import { reading } from "./pem.ts";
import { written } from "./written.ts";

const symbols = {
  // PKCS12 *d2i_PKCS12_bio(BIO *bp, PKCS12 **a)
  d2i_PKCS12_bio: { parameters: ["u64", "u64"], result: "u64" },
  // int PKCS12_verify_mac(PKCS12 *p12, const char *pass, int passlen)
  PKCS12_verify_mac: { parameters: ["u64", "buffer", "i32"], result: "i32" },
  // int PKCS12_parse(PKCS12 *p12, const char *pass, EVP_PKEY **pkey, X509 **cert,
  //                  STACK_OF(X509) **ca)
  PKCS12_parse: {
    parameters: ["u64", "buffer", "buffer", "buffer", "buffer"],
    result: "i32",
  },
  // void PKCS12_free(PKCS12 *a)
  PKCS12_free: { parameters: ["u64"], result: "void" },
  // int OPENSSL_sk_num(const OPENSSL_STACK *)
  OPENSSL_sk_num: { parameters: ["u64"], result: "i32" },
  // void *OPENSSL_sk_value(const OPENSSL_STACK *, int)
  OPENSSL_sk_value: { parameters: ["u64", "i32"], result: "u64" },
  // void OPENSSL_sk_free(OPENSSL_STACK *)
  OPENSSL_sk_free: { parameters: ["u64"], result: "void" },
  // int PEM_write_bio_X509(BIO *bp, X509 *x)
  PEM_write_bio_X509: { parameters: ["u64", "u64"], result: "i32" },
  // int PEM_write_bio_PrivateKey(BIO *bp, EVP_PKEY *x, const EVP_CIPHER *enc,
  //                              unsigned char *kstr, int klen, pem_password_cb *cb, void *u)
  PEM_write_bio_PrivateKey: {
    parameters: ["u64", "u64", "u64", "u64", "i32", "u64", "u64"],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;

type Library = ReturnType<typeof moreOfLibcrypto<typeof symbols>>;

/** A pass phrase as the library takes it: bytes with a NUL behind them. */
export type PassPhrase = Uint8Array<ArrayBuffer>;

/** Gets a pass phrase, gives it to `use`, wipes it, and passes on what `use` gives. */
export type AskPassPhrase = (use: (phrase: PassPhrase) => string) => string;

/**
 * What a PKCS#12 file holds, as PEM: the certificate, those of its chain, the key. `ask` gives the
 * pass phrase; a file with an empty one does without.
 */
export function pemOfPkcs12(contents: string, ask: AskPassPhrase): string {
  const library = moreOfLibcrypto(symbols);
  const file = reading(contents, (bio) => demandOne(library.d2i_PKCS12_bio(bio, 0)));
  try {
    const none = new Uint8Array(1);
    return isUnder(library, file, none)
      ? contentsOf(library, file, none)
      : ask((phrase) => contentsOf(library, file, phrase));
  } finally {
    library.PKCS12_free(file);
  }
}

/** What of a file is one private key under a pass phrase. */
const ENCRYPTED =
  /-----BEGIN (?:ENCRYPTED PRIVATE KEY-----|[A-Z0-9]+ PRIVATE KEY-----\r?\nProc-Type: 4,ENCRYPTED)[^-]*(?:-[^-]+)*-----END [A-Z0-9 ]*PRIVATE KEY-----/g;

/** Whether there is a private key in `pem` that has a pass phrase. */
export function isEncrypted(pem: string): boolean {
  return pem.search(ENCRYPTED) >= 0;
}

/** `pem` with its private key without a pass phrase; `ask` gives the one that it has. */
export function withPlainKey(pem: string, ask: AskPassPhrase): string {
  const library = moreOfLibcrypto(symbols);
  const { PEM_read_bio_PrivateKey, EVP_PKEY_free } = openssl();
  return ask((phrase) => {
    const key = reading(pem, (bio) => demandOne(PEM_read_bio_PrivateKey(bio, 0, 0, phrase)));
    try {
      const plain = written((bio) => writeKey(library, bio, key));
      return `${plain}${pem.replaceAll(ENCRYPTED, "")}`;
    } finally {
      EVP_PKEY_free(key);
    }
  });
}

/** Whether `phrase` is the file's; there are two ways to write none. */
function isUnder(library: Library, file: Handle, phrase: PassPhrase): boolean {
  const { PKCS12_verify_mac } = library;
  const length = phrase.length - 1;
  const is = PKCS12_verify_mac(file, phrase, length) === 1 ||
    (length === 0 && PKCS12_verify_mac(file, null, 0) === 1);
  takeErrors();
  return is;
}

function contentsOf(library: Library, file: Handle, phrase: PassPhrase): string {
  const { X509_free, EVP_PKEY_free } = openssl();
  const [key, own, others] = [new BigUint64Array(1), new BigUint64Array(1), new BigUint64Array(1)];
  demandOne(library.PKCS12_parse(file, phrase, key, own, others));
  const stack = Number(others[0]);
  const chain = stack === 0
    ? []
    : Array.from({ length: library.OPENSSL_sk_num(stack) }, (_, i) =>
      Number(library.OPENSSL_sk_value(stack, i)));
  const certificates = [Number(own[0]), ...chain].filter((certificate) => certificate !== 0);
  try {
    return written((bio) => {
      for (const certificate of certificates) {
        demandOne(library.PEM_write_bio_X509(bio, certificate));
      }
      if (key[0] !== 0n) writeKey(library, bio, Number(key[0]));
    });
  } finally {
    for (const certificate of certificates) X509_free(certificate);
    if (stack !== 0) library.OPENSSL_sk_free(stack);
    EVP_PKEY_free(Number(key[0]));
  }
}

function writeKey(library: Library, bio: Handle, key: Handle): void {
  demandOne(library.PEM_write_bio_PrivateKey(bio, key, 0, 0, 0, 0, 0));
}
