/**
 * Tickets of TLS sessions (RFC 5077, RFC 8446 section 4.6.1) under keys of our own: sealed by AES-256
 * and HMAC-SHA-256, as OpenSSL does with those that it makes for itself.
 *
 * @module
 */

import { getrandom } from "../process.ts";
import { region } from "../memory.ts";
import type { TlsContext } from "./context.ts";
import { demandOne } from "./errors.ts";
import { openssl } from "./library.ts";
import { TLS_1_3 } from "./stream.ts";

/** Bytes of the name of a key, which stands at the beginning of a ticket. */
export const TICKET_NAME_SIZE = 16;

/** Bytes of what AES-CBC begins with. */
const IV_SIZE = 16;

/** What tickets of one name are sealed with. */
export interface TicketSecret {
  /** `TICKET_NAME_SIZE` bytes that everybody sees. */
  readonly name: Uint8Array<ArrayBuffer>;
  /** 32 bytes each. */
  readonly cipherKey: Uint8Array<ArrayBuffer>;
  readonly digestKey: Uint8Array<ArrayBuffer>;
}

/** What the callback says: an error, nothing known of it, as it should be, and to be renewed. */
const VERDICT = { error: -1, unknown: 0, good: 1, renew: 2 } as const;

/** Whose tickets can be read besides those that are given out. */
export interface ForeignTickets {
  /**
   * The secret of tickets called `name`, and whether a new ticket is to take the place of such a one;
   * undefined where it is not known: then there is a whole handshake.
   */
  secretOf(
    name: Uint8Array<ArrayBuffer>,
  ): { readonly secret: TicketSecret; readonly isRenewed: boolean } | undefined;
  /** Told what went wrong, where nobody can be thrown at. */
  failed(error: unknown): void;
}

/**
 * Has `context` seal tickets with `own`, and read those and the ones that `foreign` knows. Throws
 * `OpenSslError`.
 */
export function giveTickets(context: TlsContext, own: TicketSecret, foreign: ForeignTickets): void {
  const { SSL_CTX_set_tlsext_ticket_key_evp_cb, SSL_version, load, store } = openssl();
  const { EVP_aes_256_cbc, EVP_CipherInit_ex, EVP_MAC_init } = openssl();
  const cipher = Number(EVP_aes_256_cbc());
  const digest = namedDigest();
  const name = new Uint8Array(new ArrayBuffer(TICKET_NAME_SIZE));
  const iv = new Uint8Array(new ArrayBuffer(IV_SIZE));

  function begin(secret: TicketSecret, cipherContext: number, macContext: number, seal: 0 | 1) {
    const { cipherKey, digestKey } = secret;
    demandOne(EVP_CipherInit_ex(cipherContext, cipher, 0, cipherKey, iv, seal));
    demandOne(EVP_MAC_init(macContext, digestKey, digestKey.length, digest.address));
  }

  // int (*cb)(SSL *s, unsigned char key_name[16], unsigned char iv[EVP_MAX_IV_LENGTH],
  //           EVP_CIPHER_CTX *ctx, EVP_MAC_CTX *hctx, int enc)
  function answer(
    connection: number,
    nameAt: number,
    ivAt: number,
    cipherContext: number,
    macContext: number,
    isSealing: boolean,
  ): number {
    if (isSealing) {
      // The kernel's: a fork has the same state of everything else as its brothers and sisters.
      getrandom(iv);
      store(nameAt, own.name, TICKET_NAME_SIZE);
      store(ivAt, iv, IV_SIZE);
      begin(own, cipherContext, macContext, 1);
      return VERDICT.good;
    }
    load(name, nameAt, TICKET_NAME_SIZE);
    load(iv, ivAt, IV_SIZE);
    const isOwn = own.name.every((byte, i) => byte === name[i]);
    const found = isOwn ? { secret: own, isRenewed: false } : foreign.secretOf(name.slice());
    if (found === undefined) return VERDICT.unknown;
    begin(found.secret, cipherContext, macContext, 0);
    // A ticket of TLS 1.3 is for one connection: without another one the client could not come again.
    const isRenewed = found.isRenewed || SSL_version(connection) >= TLS_1_3;
    return isRenewed ? VERDICT.renew : VERDICT.good;
  }

  const callback = new Deno.UnsafeCallback(
    { parameters: ["u64", "u64", "u64", "u64", "u64", "i32"], result: "i32" },
    (ssl, nameAt, ivAt, cipherContext, macContext, seal) => {
      try {
        const contexts = [Number(cipherContext), Number(macContext)] as const;
        return answer(Number(ssl), Number(nameAt), Number(ivAt), ...contexts, seal === 1);
      } catch (error) {
        // Nothing may be thrown through the library.
        foreign.failed(error);
        return seal === 1 ? VERDICT.error : VERDICT.unknown;
      }
    },
  );
  context.keep(callback, digest);
  demandOne(SSL_CTX_set_tlsext_ticket_key_evp_cb(context.handle, callback.pointer));
}

/** `SSL_CTRL_SET_TLSEXT_TICKET_KEYS`. */
const SET_KEYS = 59;

/**
 * Has `context`, after `giveTickets`, go on with those under `own` by itself, and read no others: when
 * nobody else's are of any interest, this saves two calls back for each connection. Throws `OpenSslError`.
 */
export function keepToOwnTickets(context: TlsContext, own: TicketSecret): void {
  const { ctrlWithBuffer, SSL_CTX_set_tlsext_ticket_key_evp_cb } = openssl();
  const parts = [own.name, own.digestKey, own.cipherKey];
  const keys = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => (keys.set(part, at), at + part.length), 0);
  try {
    demandOne(Number(ctrlWithBuffer(context.handle, SET_KEYS, keys.length, keys)));
  } finally {
    keys.fill(0);
  }
  demandOne(SSL_CTX_set_tlsext_ticket_key_evp_cb(context.handle, null));
}

/** `OSSL_PARAM_UTF8_STRING`. */
const TEXT = 4;

/** `OSSL_PARAM_UNMODIFIED`. */
const UNMODIFIED = 0xffff_ffff_ffff_ffffn;

/**
 * `OSSL_PARAM params[2]` that says `digest: SHA256`: each is { const char *key; unsigned int data_type;
 * void *data; size_t data_size; size_t return_size; }, and the last one is zero.
 */
function namedDigest() {
  const memory = region(128);
  const [keyAt, valueAt] = [96, 112];
  const { address, bytes, view } = memory;
  bytes.set(new TextEncoder().encode("digest"), keyAt);
  bytes.set(new TextEncoder().encode("SHA256"), valueAt);
  view.setBigUint64(0, BigInt(address + keyAt), true);
  view.setUint32(8, TEXT, true);
  view.setBigUint64(16, BigInt(address + valueAt), true);
  view.setBigUint64(24, BigInt("SHA256".length), true);
  view.setBigUint64(32, UNMODIFIED, true);
  return memory;
}
