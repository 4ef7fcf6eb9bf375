/**
 * HMAC-SHA-256 (RFC 2104): keys from keys, and a name for what is too long to be one.
 *
 * @module
 */

import { demandOne } from "./errors.ts";
import { openssl } from "./library.ts";

/** Bytes of a digest. */
const DIGEST_SIZE = 32;

/** The digest of `data` under `key`. Throws `OpenSslError`. */
export function keyedDigest(
  key: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const { HMAC, EVP_sha256 } = openssl();
  const digest = new Uint8Array(DIGEST_SIZE);
  demandOne(HMAC(Number(EVP_sha256()), key, key.length, data, data.length, digest, 0));
  return digest;
}
