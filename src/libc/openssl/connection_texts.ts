/**
 * What a TLS connection and the certificates of both ends say of themselves, as texts for logs. Byte
 * strings, with whatever the other end has put there.
 *
 * @module
 */

import { stringOf } from "../bytes.ts";
import { demandOne, takeErrors, textAt } from "./errors.ts";
import { type Handle, moreOfLibcrypto, moreOfLibssl, openssl } from "./library.ts";
import type { TlsStream } from "./stream.ts";

const ssl = {
  // X509 *SSL_get_certificate(const SSL *ssl): not the caller's to free
  SSL_get_certificate: { parameters: ["u64"], result: "u64" },
  // X509 *SSL_get1_peer_certificate(const SSL *ssl)
  SSL_get1_peer_certificate: { parameters: ["u64"], result: "u64" },
  // const unsigned char *SSL_SESSION_get_id(const SSL_SESSION *s, unsigned int *len)
  SSL_SESSION_get_id: { parameters: ["u64", "buffer"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

const crypto = {
  // const char *OpenSSL_version(int t)
  OpenSSL_version: { parameters: ["i32"], result: "u64" },
  // const BIO_METHOD *BIO_s_mem(void)
  BIO_s_mem: { parameters: [], result: "u64" },
  // BIO *BIO_new(const BIO_METHOD *type)
  BIO_new: { parameters: ["u64"], result: "u64" },
  // int BIO_read(BIO *b, void *data, int dlen)
  BIO_read: { parameters: ["u64", "buffer", "i32"], result: "i32" },
  // int X509_NAME_print_ex(BIO *out, const X509_NAME *nm, int indent, unsigned long flags)
  X509_NAME_print_ex: { parameters: ["u64", "u64", "i32", "u64"], result: "i32" },
  // int X509_NAME_get_text_by_NID(const X509_NAME *name, int nid, char *buf, int len)
  X509_NAME_get_text_by_NID: { parameters: ["u64", "i32", "buffer", "i32"], result: "i32" },
  // X509_NAME *X509_get_subject_name(const X509 *a)
  X509_get_subject_name: { parameters: ["u64"], result: "u64" },
  // X509_NAME *X509_get_issuer_name(const X509 *a)
  X509_get_issuer_name: { parameters: ["u64"], result: "u64" },
  // long X509_get_version(const X509 *x)
  X509_get_version: { parameters: ["u64"], result: "i64" },
  // const ASN1_TIME *X509_get0_notBefore(const X509 *x)
  X509_get0_notBefore: { parameters: ["u64"], result: "u64" },
  // const ASN1_TIME *X509_get0_notAfter(const X509 *x)
  X509_get0_notAfter: { parameters: ["u64"], result: "u64" },
  // int ASN1_TIME_print(BIO *b, const ASN1_TIME *s)
  ASN1_TIME_print: { parameters: ["u64", "u64"], result: "i32" },
  // int X509_get_signature_nid(const X509 *x)
  X509_get_signature_nid: { parameters: ["u64"], result: "i32" },
  // EVP_PKEY *X509_get0_pubkey(const X509 *x)
  X509_get0_pubkey: { parameters: ["u64"], result: "u64" },
  // int EVP_PKEY_get_base_id(const EVP_PKEY *pkey)
  EVP_PKEY_get_base_id: { parameters: ["u64"], result: "i32" },
  // const char *OBJ_nid2ln(int n)
  OBJ_nid2ln: { parameters: ["i32"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

/** `XN_FLAG_ONELINE`: `C = DE, CN = alice`, with control characters escaped. */
const ONE_LINE = 0x82031f;

/** Numbers of the parts of a name (openssl/obj_mac.h) by the letters that variables call them. */
const PARTS: Readonly<Record<string, number>> = {
  CN: 13,
  C: 14,
  L: 15,
  ST: 16,
  O: 17,
  OU: 18,
  Email: 48,
  G: 99,
  S: 100,
  I: 101,
  T: 106,
  D: 107,
  UID: 458,
};

/** Bytes of the longest text; the rest is cut off. */
const LONGEST = 4096;

/** The functions, opened once: while libraries can be. */
export class ConnectionTexts {
  readonly #ssl = moreOfLibssl(ssl);
  readonly #crypto = moreOfLibcrypto(crypto);

  /** `OpenSSL 3.0.19 27 Jan 2026`. */
  get libraryVersion(): string {
    return textAt(this.#crypto.OpenSSL_version(0));
  }

  /** The number of the session of `stream`, in hexadecimal digits. */
  sessionId(stream: TlsStream): string {
    const { SSL_get_session, load } = openssl();
    const length = new Uint8Array(new ArrayBuffer(64));
    const session = Number(SSL_get_session(stream.handle));
    const at = Number(this.#ssl.SSL_SESSION_get_id(session, length));
    const id = new Uint8Array(new ArrayBuffer(64));
    const size = Math.min(new DataView(length.buffer).getUint32(0, true), id.length);
    if (size > 0) load(id, at, size);
    const digits = [...id.subarray(0, size)].map((byte) => byte.toString(16).padStart(2, "0"));
    return digits.join("").toUpperCase();
  }

  /** What the certificate of our own end says, by the names that variables have for it. */
  own(stream: TlsStream): ReadonlyMap<string, string> {
    return this.#factsOf(Number(this.#ssl.SSL_get_certificate(stream.handle)));
  }

  /** The same of the other end's; nothing where it has shown none. */
  peers(stream: TlsStream): ReadonlyMap<string, string> {
    const certificate = Number(this.#ssl.SSL_get1_peer_certificate(stream.handle));
    try {
      return this.#factsOf(certificate);
    } finally {
      openssl().X509_free(certificate);
    }
  }

  #factsOf(certificate: Handle): ReadonlyMap<string, string> {
    const facts = new Map<string, string>();
    if (certificate === 0) return facts;
    const library = this.#crypto;
    const longName = (number: number) => textAt(library.OBJ_nid2ln(number));
    facts.set("M_VERSION", String(Number(library.X509_get_version(certificate)) + 1));
    facts.set("V_START", this.#time(Number(library.X509_get0_notBefore(certificate))));
    facts.set("V_END", this.#time(Number(library.X509_get0_notAfter(certificate))));
    facts.set("A_SIG", longName(library.X509_get_signature_nid(certificate)));
    const key = Number(library.X509_get0_pubkey(certificate));
    if (key !== 0) facts.set("A_KEY", longName(library.EVP_PKEY_get_base_id(key)));
    this.#addName(facts, "S_DN", Number(library.X509_get_subject_name(certificate)));
    this.#addName(facts, "I_DN", Number(library.X509_get_issuer_name(certificate)));
    takeErrors();
    return facts;
  }

  #addName(facts: Map<string, string>, label: string, name: Handle): void {
    const { X509_NAME_print_ex, X509_NAME_get_text_by_NID } = this.#crypto;
    facts.set(label, this.#printed((bio) => X509_NAME_print_ex(bio, name, 0, ONE_LINE)));
    const text = new Uint8Array(new ArrayBuffer(LONGEST));
    for (const [letters, number] of Object.entries(PARTS)) {
      const length = X509_NAME_get_text_by_NID(name, number, text, text.length);
      if (length >= 0) facts.set(`${label}_${letters}`, stringOf(text.subarray(0, length)));
    }
  }

  #time(time: Handle): string {
    return this.#printed((bio) => this.#crypto.ASN1_TIME_print(bio, time));
  }

  /** What `print` writes. */
  #printed(print: (bio: Handle) => number): string {
    const { BIO_new, BIO_s_mem, BIO_read } = this.#crypto;
    const bio = demandOne(BIO_new(Number(BIO_s_mem())));
    try {
      print(bio);
      const bytes = new Uint8Array(new ArrayBuffer(LONGEST));
      const count = BIO_read(bio, bytes, bytes.length);
      return stringOf(bytes.subarray(0, Math.max(0, count)));
    } finally {
      openssl().BIO_free(bio);
    }
  }
}
