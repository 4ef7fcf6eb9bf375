/**
 * Certificates of clients: asking for them, and what they say. For servers with `TLSVerifyClient`
 * only: other sessions do not open these functions.
 *
 * @module
 */

import { stringOf } from "../bytes.ts";
import type { TlsContext } from "./context.ts";
import { cString, demandOne, takeErrors, textAt } from "./errors.ts";
import { type Handle, moreOfLibcrypto, moreOfLibssl, openssl } from "./library.ts";
import { type Pem, readAll, withCertificatesIn } from "./pem.ts";
import type { TlsStream } from "./stream.ts";

const ssl = {
  // void SSL_CTX_set_verify(SSL_CTX *ctx, int mode, SSL_verify_cb verify_callback)
  SSL_CTX_set_verify: { parameters: ["u64", "i32", "u64"], result: "void" },
  // void SSL_CTX_set_verify_depth(SSL_CTX *ctx, int depth)
  SSL_CTX_set_verify_depth: { parameters: ["u64", "i32"], result: "void" },
  // int SSL_CTX_add_client_CA(SSL_CTX *ctx, X509 *cacert)
  SSL_CTX_add_client_CA: { parameters: ["u64", "u64"], result: "i32" },
  // X509 *SSL_get1_peer_certificate(const SSL *ssl)
  SSL_get1_peer_certificate: { parameters: ["u64"], result: "u64" },
  // long SSL_get_verify_result(const SSL *ssl)
  SSL_get_verify_result: { parameters: ["u64"], result: "i64" },
} as const satisfies Deno.ForeignLibraryInterface;

const crypto = {
  // X509_CRL *PEM_read_bio_X509_CRL(BIO *bp, X509_CRL **x, pem_password_cb *cb, void *u)
  PEM_read_bio_X509_CRL: { parameters: ["u64", "u64", "u64", "buffer"], result: "u64" },
  // int X509_STORE_add_crl(X509_STORE *xs, X509_CRL *x)
  X509_STORE_add_crl: { parameters: ["u64", "u64"], result: "i32" },
  // void X509_CRL_free(X509_CRL *a)
  X509_CRL_free: { parameters: ["u64"], result: "void" },
  // int X509_STORE_set_flags(X509_STORE *xs, unsigned long flags)
  X509_STORE_set_flags: { parameters: ["u64", "u64"], result: "i32" },
  // const char *X509_verify_cert_error_string(long n)
  X509_verify_cert_error_string: { parameters: ["i64"], result: "u64" },
  // X509_NAME *X509_get_subject_name(const X509 *a)
  X509_get_subject_name: { parameters: ["u64"], result: "u64" },
  // const BIO_METHOD *BIO_s_mem(void)
  BIO_s_mem: { parameters: [], result: "u64" },
  // BIO *BIO_new(const BIO_METHOD *type)
  BIO_new: { parameters: ["u64"], result: "u64" },
  // int BIO_read(BIO *b, void *data, int dlen)
  BIO_read: { parameters: ["u64", "buffer", "i32"], result: "i32" },
  // int X509_NAME_print_ex(BIO *out, const X509_NAME *nm, int indent, unsigned long flags)
  X509_NAME_print_ex: { parameters: ["u64", "u64", "i32", "u64"], result: "i32" },
  // int X509_NAME_get_index_by_NID(const X509_NAME *name, int nid, int lastpos)
  X509_NAME_get_index_by_NID: { parameters: ["u64", "i32", "i32"], result: "i32" },
  // X509_NAME_ENTRY *X509_NAME_get_entry(const X509_NAME *name, int loc)
  X509_NAME_get_entry: { parameters: ["u64", "i32"], result: "u64" },
  // ASN1_STRING *X509_NAME_ENTRY_get_data(const X509_NAME_ENTRY *ne)
  X509_NAME_ENTRY_get_data: { parameters: ["u64"], result: "u64" },
  // int ASN1_STRING_length(const ASN1_STRING *x)
  ASN1_STRING_length: { parameters: ["u64"], result: "i32" },
  // const unsigned char *ASN1_STRING_get0_data(const ASN1_STRING *x)
  ASN1_STRING_get0_data: { parameters: ["u64"], result: "u64" },
  // int ASN1_STRING_type(const ASN1_STRING *x)
  ASN1_STRING_type: { parameters: ["u64"], result: "i32" },
  // void *X509_get_ext_d2i(const X509 *x, int nid, int *crit, int *idx)
  X509_get_ext_d2i: { parameters: ["u64", "i32", "u64", "u64"], result: "u64" },
  // int OPENSSL_sk_num(const OPENSSL_STACK *)
  OPENSSL_sk_num: { parameters: ["u64"], result: "i32" },
  // void *OPENSSL_sk_value(const OPENSSL_STACK *, int)
  OPENSSL_sk_value: { parameters: ["u64", "i32"], result: "u64" },
  // void *GENERAL_NAME_get0_value(const GENERAL_NAME *a, int *ptype)
  GENERAL_NAME_get0_value: { parameters: ["u64", "buffer"], result: "u64" },
  // void GENERAL_NAMES_free(GENERAL_NAMES *a)
  GENERAL_NAMES_free: { parameters: ["u64"], result: "void" },
  // ASN1_OBJECT *OBJ_txt2obj(const char *s, int no_name)
  OBJ_txt2obj: { parameters: ["buffer", "i32"], result: "u64" },
  // void ASN1_OBJECT_free(ASN1_OBJECT *a)
  ASN1_OBJECT_free: { parameters: ["u64"], result: "void" },
  // int X509_get_ext_by_OBJ(const X509 *x, const ASN1_OBJECT *obj, int lastpos)
  X509_get_ext_by_OBJ: { parameters: ["u64", "u64", "i32"], result: "i32" },
  // X509_EXTENSION *X509_get_ext(const X509 *x, int loc)
  X509_get_ext: { parameters: ["u64", "i32"], result: "u64" },
  // ASN1_OCTET_STRING *X509_EXTENSION_get_data(X509_EXTENSION *ne)
  X509_EXTENSION_get_data: { parameters: ["u64"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

/** `SSL_VERIFY_PEER`, and `SSL_VERIFY_FAIL_IF_NO_PEER_CERT`. */
const VERIFY = { peer: 1, demand: 2 } as const;

/** `X509_V_FLAG_CRL_CHECK`, for all of a chain. */
const CRL_CHECK = 0x4 | 0x8;

const NID = { commonName: 13, subjectAltName: 85 } as const;

/** `GEN_…`: kinds of alternative names. */
const KIND = { email: 1, dns: 2, address: 7 } as const;

/** Tags of strings of one byte a character (X.690): UTF8String, PrintableString, IA5String. */
const TEXTS = [12, 19, 22];

/** `XN_FLAG_ONELINE`. */
const ONE_LINE = 0x82031f;

/** Bytes of the longest name that is looked at. */
const LONGEST = 1024;

/** How clients are to show who they are. */
export interface Demand {
  /** Whether a client without a certificate is refused. */
  readonly required: boolean;
  /** How many certificates there may be between the client's and a trusted one. */
  readonly depth: number;
  /** PEM: who may sign, besides whom the context trusts already; told to clients. */
  readonly authorities: readonly Pem[];
}

/** Opens the functions and looks after the certificates of a server's clients. */
export class ClientCertificates {
  readonly #ssl = moreOfLibssl(ssl);
  readonly #crypto = moreOfLibcrypto(crypto);

  /** Has clients of `context` asked for certificates, which are verified. Throws `OpenSslError`. */
  demand(context: TlsContext, { required, depth, authorities }: Demand): void {
    const { SSL_CTX_set_verify, SSL_CTX_set_verify_depth, SSL_CTX_add_client_CA } = this.#ssl;
    SSL_CTX_set_verify(context.handle, VERIFY.peer | (required ? VERIFY.demand : 0), 0);
    SSL_CTX_set_verify_depth(context.handle, depth);
    for (const pem of authorities) {
      withCertificatesIn(pem, (certificates) => {
        for (const certificate of certificates) {
          demandOne(SSL_CTX_add_client_CA(context.handle, certificate));
        }
      });
    }
  }

  /**
   * The certificates on the lists in `pem`, at least one, do not count any more; from now on every
   * signer must have such a list. Throws `OpenSslError`.
   */
  revoke(context: TlsContext, pem: Pem): void {
    const { PEM_read_bio_X509_CRL, X509_STORE_add_crl, X509_CRL_free } = this.#crypto;
    const store = Number(openssl().SSL_CTX_get_cert_store(context.handle));
    const lists = readAll(
      pem,
      (bio, nobody) => PEM_read_bio_X509_CRL(bio, 0, 0, nobody),
      X509_CRL_free,
    );
    try {
      for (const list of lists) demandOne(X509_STORE_add_crl(store, list));
    } finally {
      lists.forEach(X509_CRL_free);
    }
    demandOne(this.#crypto.X509_STORE_set_flags(store, CRL_CHECK));
  }

  /** Why the client's certificate did not pass: `certificate has expired`; undefined where it did. */
  problemOf(stream: TlsStream): string | undefined {
    const result = Number(this.#ssl.SSL_get_verify_result(stream.handle));
    return result === 0 ? undefined : textAt(this.#crypto.X509_verify_cert_error_string(result));
  }

  /** What `work` finds in the client's certificate; undefined where it has shown none. */
  inspect<T>(stream: TlsStream, work: (certificate: ClientCertificate) => T): T | undefined {
    const handle = Number(this.#ssl.SSL_get1_peer_certificate(stream.handle));
    if (handle === 0) return undefined;
    try {
      return work(new ClientCertificate(handle, this.#crypto));
    } finally {
      openssl().X509_free(handle);
    }
  }
}

/** A verified certificate of a client, as long as `inspect` lasts. */
export class ClientCertificate {
  constructor(
    private readonly handle: Handle,
    private readonly library: ReturnType<typeof moreOfLibcrypto<typeof crypto>>,
  ) {}

  /** Whom it is about: `CN = alice`, with control characters escaped. */
  get subject(): string {
    const { BIO_new, BIO_read, BIO_s_mem, X509_get_subject_name, X509_NAME_print_ex } =
      this.library;
    const bio = demandOne(BIO_new(Number(BIO_s_mem())));
    try {
      X509_NAME_print_ex(bio, Number(X509_get_subject_name(this.handle)), 0, ONE_LINE);
      const text = new Uint8Array(new ArrayBuffer(LONGEST));
      return stringOf(text, 0, Math.max(0, BIO_read(bio, text, text.length)));
    } finally {
      openssl().BIO_free(bio);
    }
  }

  /** The common names of its subject, most often one; byte strings, with whatever is in them. */
  get commonNames(): readonly string[] {
    const { X509_get_subject_name, X509_NAME_get_index_by_NID, X509_NAME_get_entry } = this.library;
    const { X509_NAME_ENTRY_get_data } = this.library;
    const subject = Number(X509_get_subject_name(this.handle));
    const names: string[] = [];
    let index = -1;
    while ((index = X509_NAME_get_index_by_NID(subject, NID.commonName, index)) >= 0) {
      const entry = Number(X509_NAME_get_entry(subject, index));
      names.push(...this.#textOf(Number(X509_NAME_ENTRY_get_data(entry))));
    }
    return names;
  }

  /** The mail addresses among its alternative names. */
  get emails(): readonly string[] {
    return this.#alternatives(KIND.email, (value) => this.#textOf(value));
  }

  /** The names of hosts among its alternative names. */
  get hostNames(): readonly string[] {
    return this.#alternatives(KIND.dns, (value) => this.#textOf(value));
  }

  /** The IP addresses among its alternative names: 4 or 16 bytes each, in network order. */
  get addresses(): readonly string[] {
    return this.#alternatives(KIND.address, (value) => [this.#bytesOf(value)]);
  }

  /** What `read` makes of the alternative names (RFC 5280 §4.2.1.6) of one kind. */
  #alternatives(wanted: number, read: (value: Handle) => readonly string[]): readonly string[] {
    const { X509_get_ext_d2i, OPENSSL_sk_num, OPENSSL_sk_value } = this.library;
    const { GENERAL_NAME_get0_value, GENERAL_NAMES_free } = this.library;
    const names = Number(X509_get_ext_d2i(this.handle, NID.subjectAltName, 0, 0));
    takeErrors();
    if (names === 0) return [];
    const found: string[] = [];
    const kind = new Int32Array(64);
    for (let i = 0; i < OPENSSL_sk_num(names); i++) {
      const name = Number(OPENSSL_sk_value(names, i));
      const value = Number(GENERAL_NAME_get0_value(name, new Uint8Array(kind.buffer)));
      if (kind[0] === wanted) found.push(...read(value));
    }
    GENERAL_NAMES_free(names);
    return found;
  }

  /** The text in the extensions with the object identifier `oid`, `1.2.3.4.5`. */
  extensions(oid: string): readonly string[] {
    const { OBJ_txt2obj, ASN1_OBJECT_free, X509_get_ext_by_OBJ, X509_get_ext } = this.library;
    const { X509_EXTENSION_get_data } = this.library;
    const object = Number(OBJ_txt2obj(cString(oid), 1));
    takeErrors();
    if (object === 0) return [];
    const texts: string[] = [];
    let index = -1;
    while ((index = X509_get_ext_by_OBJ(this.handle, object, index)) >= 0) {
      const extension = Number(X509_get_ext(this.handle, index));
      texts.push(...textIn(this.#bytesOf(Number(X509_EXTENSION_get_data(extension)))));
    }
    ASN1_OBJECT_free(object);
    return texts;
  }

  /** The text of an ASN1_STRING; nothing for other kinds and for what is too long. */
  #textOf(string: Handle): readonly string[] {
    return TEXTS.includes(this.library.ASN1_STRING_type(string)) ? [this.#bytesOf(string)] : [];
  }

  #bytesOf(string: Handle): string {
    const length = this.library.ASN1_STRING_length(string);
    if (length <= 0 || length > LONGEST) return "";
    const bytes = new Uint8Array(new ArrayBuffer(Math.max(length, 64)));
    openssl().load(bytes, Number(this.library.ASN1_STRING_get0_data(string)), length);
    return stringOf(bytes.subarray(0, length));
  }
}

/** The text in the DER of one string (X.690 §8.1): tag, length in one or two bytes, the text. */
function textIn(der: string): readonly string[] {
  const tag = der.charCodeAt(0);
  const short = der.charCodeAt(1);
  const start = short === 0x81 ? 3 : 2;
  const length = short === 0x81 ? der.charCodeAt(2) : short;
  const text = der.slice(start);
  return TEXTS.includes(tag) && (short < 0x80 || short === 0x81) && text.length === length
    ? [text]
    : [];
}
