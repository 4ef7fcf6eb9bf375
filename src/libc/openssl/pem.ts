/**
 * PEM: certificates, private keys and parameters as text (RFC 7468).
 *
 * @module
 */

import { encodeInto, stringOf } from "../bytes.ts";
import { cString, demandOne, fail, OpenSslError, takeErrors } from "./errors.ts";
import { type Handle, openssl } from "./library.ts";

/** PEM: a byte string, or its bytes where there is a secret in it that the caller wipes. */
export type Pem = string | Uint8Array<ArrayBuffer>;

const LINE_FEED = 10;

/** No certificate there (any more): what is left in the queue at the end of a file. */
const NO_START_LINE = /no start line/;

/** Runs `work` with a BIO that reads `pem`, which is gone afterwards. */
export function reading<T>(pem: Pem, work: (bio: Handle) => T): T {
  const { BIO_new_mem_buf, BIO_free } = openssl();
  const bytes = new Uint8Array(pem.length + 1); // not even an empty file is NULL
  if (typeof pem === "string") encodeInto(pem, bytes, 0);
  else bytes.set(pem);
  bytes[pem.length] = LINE_FEED;
  takeErrors();
  const bio = demandOne(BIO_new_mem_buf(bytes, bytes.length));
  try {
    return work(bio);
  } finally {
    BIO_free(bio);
    bytes.fill(0); // nothing of a key stays; and until here the memory has to be there
  }
}

/**
 * The certificates in `pem`, in their order, at least one; the caller frees each. Throws
 * `OpenSslError`.
 */
export function certificatesIn(pem: Pem): [Handle, ...Handle[]] {
  const { PEM_read_bio_X509, X509_free } = openssl();
  return readAll(pem, (bio, nobody) => PEM_read_bio_X509(bio, 0, 0, nobody), X509_free);
}

/** What `work` makes of the certificates in `pem`, which it does not keep. Throws as `certificatesIn`. */
export function withCertificatesIn<T>(
  pem: Pem,
  work: (certificates: readonly [Handle, ...Handle[]]) => T,
): T {
  const certificates = certificatesIn(pem);
  try {
    return work(certificates);
  } finally {
    for (const certificate of certificates) openssl().X509_free(certificate);
  }
}

/**
 * All that `read` finds in `pem` one after the other, at least one; the caller frees each, as `free`
 * does where something behind them is broken. `nobody` is the pass phrase for what is encrypted, so
 * that OpenSSL asks nobody at a terminal. Throws `OpenSslError`.
 */
export function readAll(
  pem: Pem,
  read: (bio: Handle, nobody: Uint8Array<ArrayBuffer>) => number | bigint,
  free: (found: Handle) => void,
): [Handle, ...Handle[]] {
  const nobody = cString("");
  return reading(pem, (bio) => {
    const found: Handle[] = [];
    for (;;) {
      const next = Number(read(bio, nobody));
      if (next !== 0) {
        found.push(next);
        continue;
      }
      const reasons = takeErrors();
      const [first, ...others] = found;
      if (first !== undefined && reasons.every((reason) => NO_START_LINE.test(reason))) {
        return [first, ...others];
      }
      found.forEach(free);
      throw new OpenSslError(reasons);
    }
  });
}

/**
 * The private key in `pem`, which the caller frees; `passPhrase` is for one that is encrypted.
 * Nobody is asked at a terminal. Throws `OpenSslError`.
 */
export function keyIn(pem: Pem, passPhrase = ""): Handle {
  const phrase = cString(passPhrase);
  try {
    return reading(pem, (bio) => {
      const key = Number(openssl().PEM_read_bio_PrivateKey(bio, 0, 0, phrase));
      return key === 0 ? fail() : key;
    });
  } finally {
    phrase.fill(0);
  }
}

/** Parameters of Diffie-Hellman, and a line that says that what follows has a pass phrase. */
const PARAMETERS = /-----BEGIN ((?:X9\.42 )?DH PARAMETERS-----)[^]*?-----END \1/;
const ENCRYPTED = /^Proc-Type:/m;

/**
 * The parameters (of Diffie-Hellman) in `pem`, which the caller frees, whatever else is in there.
 * OpenSSL has no way to say that nobody is to be asked for their pass phrase: it is never shown any
 * that have one. Throws `OpenSslError`.
 */
export function parametersIn(pem: Pem): Handle {
  const [found] = PARAMETERS.exec(typeof pem === "string" ? pem : stringOf(pem)) ?? [];
  if (found === undefined) throw new OpenSslError(["no parameters of Diffie-Hellman are in it"]);
  if (ENCRYPTED.test(found)) throw new OpenSslError(["the parameters have a pass phrase"]);
  return reading(found, (bio) => {
    const parameters = Number(openssl().PEM_read_bio_Parameters(bio, 0));
    return parameters === 0 ? fail() : parameters;
  });
}
