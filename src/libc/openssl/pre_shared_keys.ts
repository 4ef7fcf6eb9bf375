/**
 * Keys that a server and its clients have agreed on beforehand (RFC 4279, and under TLS 1.3). For servers with
 * `TLSPreSharedKey` only.
 *
 * @module
 */

import { getrandom } from "../process.ts";
import type { TlsContext } from "./context.ts";
import { textAt } from "./errors.ts";
import { moreOfLibssl, openssl } from "./library.ts";
import { TLS_1_3 } from "./stream.ts";

const ssl = {
  // void SSL_CTX_set_psk_server_callback(SSL_CTX *ctx, SSL_psk_server_cb_func cb)
  SSL_CTX_set_psk_server_callback: { parameters: ["u64", "function"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Bytes of the longest key (`PSK_MAX_PSK_LEN`). */
export const LONGEST_KEY = 512;

/** Bytes of the key that nobody has. */
const NOBODYS = 64;

/** Told what happens, where nobody can be thrown at. */
export interface KeyWitness {
  /** A client has called itself `identity`, a byte string, and there is no key for that. */
  stranger(identity: string): void;
  failed(error: unknown): void;
  /** Under TLS 1.3 a client has shown such a key, which is not to go on with a session. */
  shown(): void;
}

/**
 * Has clients of `context` who say a name in `keys` (byte strings) need the key for it, at most
 * `LONGEST_KEY` bytes; others go by certificates as before.
 */
export function usePreSharedKeys(
  context: TlsContext,
  keys: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  witness: KeyWitness,
): void {
  const { SSL_CTX_set_psk_server_callback } = moreOfLibssl(ssl);
  const { SSL_version, store } = openssl();

  function answer(stream: number, identityAt: number, keyAt: number, room: number): number {
    const identity = textAt(identityAt);
    const key = keys.get(identity);
    if (key !== undefined && key.length <= room) {
      store(keyAt, key, key.length);
      if (SSL_version(stream) >= TLS_1_3) witness.shown();
      return key.length;
    }
    // Under TLS 1.3 it may as well be a ticket that is called an identity.
    if (SSL_version(stream) >= TLS_1_3) return 0;
    witness.stranger(identity);
    // A refusal by another alert would tell who is known here (RFC 4279 section 2).
    const nobodys = new Uint8Array(new ArrayBuffer(Math.min(NOBODYS, room)));
    getrandom(nobodys);
    store(keyAt, nobodys, nobodys.length);
    return nobodys.length;
  }

  // unsigned int (*cb)(SSL *ssl, const char *identity, unsigned char *psk, unsigned int max_psk_len)
  const callback = new Deno.UnsafeCallback(
    { parameters: ["u64", "u64", "u64", "u32"], result: "u32" },
    (stream, identity, key, room) => {
      try {
        return answer(Number(stream), Number(identity), Number(key), room);
      } catch (error) {
        // Nothing may be thrown through the library; 0 refuses.
        witness.failed(error);
        return 0;
      }
    },
  );
  context.keep(callback);
  SSL_CTX_set_psk_server_callback(context.handle, callback.pointer);
}
