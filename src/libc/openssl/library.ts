/**
 * The door to OpenSSL 3: libssl and libcrypto, opened when somebody first needs them.
 *
 * Only servers with `TLSEngine on` have a need; each symbol costs a session's start some time. What
 * only whoever checks certificates needs is in `certificates.ts`. Handles (`SSL *`, `X509 *` …) are
 * plain numbers here: addresses below 2^53 that only the library follows.
 *
 * @module
 */

import { openLibrary } from "../open_library.ts";
import { SysError } from "../sys_error.ts";

/** The address of something of the library's; 0 is NULL. */
export type Handle = number;

const ssl = {
  // const SSL_METHOD *TLS_method(void)
  TLS_method: { parameters: [], result: "u64" },
  // SSL_CTX *SSL_CTX_new(const SSL_METHOD *method)
  SSL_CTX_new: { parameters: ["u64"], result: "u64" },
  // void SSL_CTX_free(SSL_CTX *ctx)
  SSL_CTX_free: { parameters: ["u64"], result: "void" },
  // long SSL_CTX_ctrl(SSL_CTX *ctx, int cmd, long larg, void *parg)
  SSL_CTX_ctrl: { parameters: ["u64", "i32", "i64", "u64"], result: "i64" },
  // the same, with memory of the runtime's as the last argument
  ctrlWithBuffer: {
    name: "SSL_CTX_ctrl",
    parameters: ["u64", "i32", "i64", "buffer"],
    result: "i64",
  },
  // uint64_t SSL_CTX_set_options(SSL_CTX *ctx, uint64_t options)
  SSL_CTX_set_options: { parameters: ["u64", "u64"], result: "u64" },
  // int SSL_CTX_set_cipher_list(SSL_CTX *ctx, const char *str)
  SSL_CTX_set_cipher_list: { parameters: ["u64", "buffer"], result: "i32" },
  // int SSL_CTX_set_ciphersuites(SSL_CTX *ctx, const char *str)
  SSL_CTX_set_ciphersuites: { parameters: ["u64", "buffer"], result: "i32" },
  // int SSL_CTX_use_certificate(SSL_CTX *ctx, X509 *x)
  SSL_CTX_use_certificate: { parameters: ["u64", "u64"], result: "i32" },
  // int SSL_CTX_use_PrivateKey(SSL_CTX *ctx, EVP_PKEY *pkey)
  SSL_CTX_use_PrivateKey: { parameters: ["u64", "u64"], result: "i32" },
  // int SSL_CTX_set0_tmp_dh_pkey(SSL_CTX *ctx, EVP_PKEY *dhpkey)
  SSL_CTX_set0_tmp_dh_pkey: { parameters: ["u64", "u64"], result: "i32" },
  // X509_STORE *SSL_CTX_get_cert_store(const SSL_CTX *ctx)
  SSL_CTX_get_cert_store: { parameters: ["u64"], result: "u64" },
  // int SSL_CTX_set_session_id_context(SSL_CTX *ctx, const unsigned char *sid_ctx, unsigned len)
  SSL_CTX_set_session_id_context: { parameters: ["u64", "buffer", "u32"], result: "i32" },
  // long SSL_CTX_set_timeout(SSL_CTX *ctx, long t)
  SSL_CTX_set_timeout: { parameters: ["u64", "i64"], result: "i64" },
  // void SSL_CTX_set_security_level(SSL_CTX *ctx, int level)
  SSL_CTX_set_security_level: { parameters: ["u64", "i32"], result: "void" },
  // void SSL_CTX_set_alpn_select_cb(SSL_CTX *ctx, SSL_CTX_alpn_select_cb_func cb, void *arg)
  SSL_CTX_set_alpn_select_cb: { parameters: ["u64", "function", "u64"], result: "void" },
  // int SSL_CTX_set_tlsext_ticket_key_evp_cb(SSL_CTX *sslctx, int (*cb)(...))
  SSL_CTX_set_tlsext_ticket_key_evp_cb: { parameters: ["u64", "function"], result: "i32" },
  // SSL *SSL_new(SSL_CTX *ctx)
  SSL_new: { parameters: ["u64"], result: "u64" },
  // void SSL_free(SSL *ssl)
  SSL_free: { parameters: ["u64"], result: "void" },
  // int SSL_set_fd(SSL *ssl, int fd)
  SSL_set_fd: { parameters: ["u64", "i32"], result: "i32" },
  // long SSL_ctrl(SSL *ssl, int cmd, long larg, void *parg)
  SSL_ctrl: { parameters: ["u64", "i32", "i64", "u64"], result: "i64" },
  // void SSL_set_default_read_buffer_len(SSL *s, size_t len)
  SSL_set_default_read_buffer_len: { parameters: ["u64", "usize"], result: "void" },
  // int SSL_set_num_tickets(SSL *s, size_t num_tickets)
  SSL_set_num_tickets: { parameters: ["u64", "usize"], result: "i32" },
  // int SSL_new_session_ticket(SSL *s)
  SSL_new_session_ticket: { parameters: ["u64"], result: "i32" },
  // void SSL_set_accept_state(SSL *ssl)
  SSL_set_accept_state: { parameters: ["u64"], result: "void" },
  // void SSL_set_connect_state(SSL *ssl)
  SSL_set_connect_state: { parameters: ["u64"], result: "void" },
  // int SSL_do_handshake(SSL *ssl)
  SSL_do_handshake: { parameters: ["u64"], result: "i32" },
  // int SSL_get_error(const SSL *ssl, int ret)
  SSL_get_error: { parameters: ["u64", "i32"], result: "i32" },
  // int SSL_read(SSL *ssl, void *buf, int num)
  SSL_read: { parameters: ["u64", "buffer", "i32"], result: "i32" },
  // int SSL_write(SSL *ssl, const void *buf, int num)
  SSL_write: { parameters: ["u64", "buffer", "i32"], result: "i32" },
  // ossl_ssize_t SSL_sendfile(SSL *s, int fd, off_t offset, size_t size, int flags)
  SSL_sendfile: { parameters: ["u64", "i32", "i64", "u64", "i32"], result: "i64" },
  // int SSL_has_pending(const SSL *s)
  SSL_has_pending: { parameters: ["u64"], result: "i32" },
  // int SSL_shutdown(SSL *ssl)
  SSL_shutdown: { parameters: ["u64"], result: "i32" },
  // void SSL_set_shutdown(SSL *ssl, int mode)
  SSL_set_shutdown: { parameters: ["u64", "i32"], result: "void" },
  // int SSL_key_update(SSL *s, int updatetype)
  SSL_key_update: { parameters: ["u64", "i32"], result: "i32" },
  // int SSL_session_reused(const SSL *ssl)
  SSL_session_reused: { parameters: ["u64"], result: "i32" },
  // SSL_SESSION *SSL_get_session(const SSL *ssl)
  SSL_get_session: { parameters: ["u64"], result: "u64" },
  // size_t SSL_SESSION_get_master_key(const SSL_SESSION *session, unsigned char *out, size_t len)
  SSL_SESSION_get_master_key: { parameters: ["u64", "buffer", "usize"], result: "usize" },
  // int SSL_version(const SSL *ssl)
  SSL_version: { parameters: ["u64"], result: "i32" },
  // const char *SSL_get_version(const SSL *ssl)
  SSL_get_version: { parameters: ["u64"], result: "u64" },
  // const SSL_CIPHER *SSL_get_current_cipher(const SSL *ssl)
  SSL_get_current_cipher: { parameters: ["u64"], result: "u64" },
  // const char *SSL_CIPHER_get_name(const SSL_CIPHER *cipher)
  SSL_CIPHER_get_name: { parameters: ["u64"], result: "u64" },
  // int SSL_CIPHER_get_bits(const SSL_CIPHER *cipher, int *alg_bits)
  SSL_CIPHER_get_bits: { parameters: ["u64", "buffer"], result: "i32" },
  // BIO *SSL_get_wbio(const SSL *ssl)
  SSL_get_wbio: { parameters: ["u64"], result: "u64" },
} as const satisfies Deno.ForeignLibraryInterface;

const crypto = {
  // unsigned long ERR_get_error(void)
  ERR_get_error: { parameters: [], result: "u64" },
  // void ERR_error_string_n(unsigned long e, char *buf, size_t len)
  ERR_error_string_n: { parameters: ["u64", "buffer", "usize"], result: "void" },
  // const EVP_MD *EVP_sha256(void)
  EVP_sha256: { parameters: [], result: "u64" },
  // unsigned char *HMAC(const EVP_MD *evp_md, const void *key, int key_len, const unsigned char *data,
  //                     size_t data_len, unsigned char *md, unsigned int *md_len)
  HMAC: {
    parameters: ["u64", "buffer", "i32", "buffer", "usize", "buffer", "u64"],
    result: "u64",
  },
  // const EVP_CIPHER *EVP_aes_256_cbc(void)
  EVP_aes_256_cbc: { parameters: [], result: "u64" },
  // int EVP_CipherInit_ex(EVP_CIPHER_CTX *ctx, const EVP_CIPHER *type, ENGINE *impl,
  //                       const unsigned char *key, const unsigned char *iv, int enc)
  EVP_CipherInit_ex: {
    parameters: ["u64", "u64", "u64", "buffer", "buffer", "i32"],
    result: "i32",
  },
  // int EVP_MAC_init(EVP_MAC_CTX *ctx, const unsigned char *key, size_t keylen,
  //                  const OSSL_PARAM params[])
  EVP_MAC_init: { parameters: ["u64", "buffer", "usize", "u64"], result: "i32" },
  // long BIO_ctrl(BIO *bp, int cmd, long larg, void *parg)
  BIO_ctrl: { parameters: ["u64", "i32", "i64", "u64"], result: "i64" },
  // BIO *BIO_new_mem_buf(const void *buf, int len)
  BIO_new_mem_buf: { parameters: ["buffer", "i32"], result: "u64" },
  // int BIO_free(BIO *a)
  BIO_free: { parameters: ["u64"], result: "i32" },
  // X509 *PEM_read_bio_X509(BIO *bp, X509 **x, pem_password_cb *cb, void *u)
  PEM_read_bio_X509: { parameters: ["u64", "u64", "u64", "buffer"], result: "u64" },
  // EVP_PKEY *PEM_read_bio_PrivateKey(BIO *bp, EVP_PKEY **x, pem_password_cb *cb, void *u)
  PEM_read_bio_PrivateKey: { parameters: ["u64", "u64", "u64", "buffer"], result: "u64" },
  // EVP_PKEY *PEM_read_bio_Parameters(BIO *bp, EVP_PKEY **x)
  PEM_read_bio_Parameters: { parameters: ["u64", "u64"], result: "u64" },
  // void X509_free(X509 *a)
  X509_free: { parameters: ["u64"], result: "void" },
  // void EVP_PKEY_free(EVP_PKEY *key)
  EVP_PKEY_free: { parameters: ["u64"], result: "void" },
  // int X509_STORE_add_cert(X509_STORE *xs, X509 *x)
  X509_STORE_add_cert: { parameters: ["u64", "u64"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

const c = {
  // void *memcpy(void *dest, const void *src, size_t n): both ways across the border
  load: { name: "memcpy", parameters: ["buffer", "u64", "usize"], result: "u64" },
  store: { name: "memcpy", parameters: ["u64", "buffer", "usize"], result: "u64" },
  // size_t strnlen(const char *s, size_t maxlen)
  strnlen: { parameters: ["u64", "usize"], result: "usize" },
} as const satisfies Deno.ForeignLibraryInterface;

type Table = typeof ssl & typeof crypto & typeof c;

/** A function of the library with plain numbers for every integer: the runtime takes them. */
type Plain<F> = F extends (...args: infer A) => infer R
  ? (...args: { [K in keyof A]: A[K] extends bigint | number ? number : A[K] }) => R
  : never;

type Functions<T extends Deno.ForeignLibraryInterface> = {
  readonly [K in keyof T]: Plain<Deno.DynamicLibrary<T>["symbols"][K]>;
};

/** The functions of all three libraries. */
export type OpenSsl = Functions<Table>;

/** OpenSSL 3 under the names that distributions give its libraries. */
const LIBSSL = "libssl.so.3";
const LIBCRYPTO = "libcrypto.so.3";

/** The machine has no OpenSSL 3, or one that lacks something. */
export class OpenSslMissing extends Error {
  override readonly name = "OpenSslMissing";
}

let opened: OpenSsl | undefined;

/** What has been opened by its table: the runtime never gives a library back. */
const openedTables = new WeakMap<Deno.ForeignLibraryInterface, Functions<never>>();

/** The library, opened at the first call. Throws `OpenSslMissing`; needs `ffi` at that first call. */
export function openssl(): OpenSsl {
  return opened ??= {
    ...openOnce(LIBSSL, ssl),
    ...openOnce(LIBCRYPTO, crypto),
    ...openOnce("libc.so.6", c),
  };
}

/** Opens more functions of libcrypto, which are not every session's need. Throws `OpenSslMissing`. */
export function moreOfLibcrypto<const T extends Deno.ForeignLibraryInterface>(
  table: T,
): Functions<T> {
  return openOnce(LIBCRYPTO, table);
}

/** Opens more functions of libssl. Throws `OpenSslMissing`. */
export function moreOfLibssl<const T extends Deno.ForeignLibraryInterface>(table: T): Functions<T> {
  return openOnce(LIBSSL, table);
}

/** Functions that run for every block of data, or after which errno counts. */
const DIRECT: ReadonlySet<string> = new Set([
  "SSL_do_handshake",
  "SSL_get_error",
  "SSL_has_pending",
  "SSL_read",
  "SSL_sendfile",
  "SSL_shutdown",
  "SSL_write",
]);

/** Opens the functions of `table`, at the first call with it. */
function openOnce<const T extends Deno.ForeignLibraryInterface>(
  name: string,
  table: T,
): Functions<T> {
  const known = openedTables.get(table) as Functions<T> | undefined;
  if (known !== undefined) return known;
  const functions = openAnew(name, table);
  openedTables.set(table, functions as Functions<never>);
  return functions;
}

function openAnew<const T extends Deno.ForeignLibraryInterface>(
  name: string,
  table: T,
): Functions<T> {
  try {
    return openLibrary(name, table, DIRECT) as unknown as Functions<T>;
  } catch (error) {
    if (error instanceof SysError || error instanceof Deno.errors.NotCapable) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new OpenSslMissing(`OpenSSL 3 (${name}) is not usable: ${reason}`, { cause: error });
  }
}
