/**
 * HMAC-SHA-256 (RFC 2104): keys from keys, and a name for what is too long to be one.
 *
 * @module
 */

import { demandOne } from "./errors.ts";
import { moreOfLibcrypto } from "./library.ts";

const crypto = {
  // const EVP_MD *EVP_sha256(void)
  EVP_sha256: { parameters: [], result: "u64" },
  // unsigned char *HMAC(const EVP_MD *evp_md, const void *key, int key_len, const unsigned char *data,
  //                     size_t data_len, unsigned char *md, unsigned int *md_len)
  HMAC: {
    parameters: ["u64", "buffer", "i32", "buffer", "usize", "buffer", "u64"],
    result: "u64",
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** Bytes of a digest. */
export const DIGEST_SIZE = 32;

/** Opens the functions. */
export class KeyedDigest {
  readonly #crypto = moreOfLibcrypto(crypto);

  /** The digest of `data` under `key`. Throws `OpenSslError`. */
  of(key: Uint8Array<ArrayBuffer>, data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const { HMAC, EVP_sha256 } = this.#crypto;
    const digest = new Uint8Array(DIGEST_SIZE);
    const kind = Number(EVP_sha256());
    demandOne(HMAC(kind, key, key.length, data, data.length, digest, 0));
    return digest;
  }
}
