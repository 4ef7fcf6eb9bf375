/**
 * Comparing a password with a hash of crypt(5), and making such hashes.
 *
 * @module
 */

import { crypt, cryptSetting, type Hash, hasHash } from "../libc/crypt.ts";

/**
 * Whether `password` gives `hash`. What cannot be a hash (empty, `*`, `!…`, an unknown scheme) is
 * no password's; then `stand_in`, a setting or another hash, is computed instead, so that a locked
 * account takes as long to refuse as an open one.
 */
export function matchesHash(password: string, hash: Hash, standIn: Hash): boolean {
  const matches = hasHash(password, hash);
  if (matches !== undefined) return matches;
  hasHash(password, standIn);
  return false;
}

/**
 * A fresh hash of `password`, ready for a password file: SHA-512, which every libcrypt on Linux
 * has, with the scheme's default cost unless `prefix` (`$y$`, `$2b$` …) says otherwise. Throws
 * `RangeError` for a password that crypt(3) cannot take: over 511 bytes, or with a NUL.
 */
export function hashPassword(password: string, prefix = "$6$"): string {
  const hash = crypt(password, cryptSetting(prefix));
  if (hash === undefined) throw new RangeError("crypt(3) cannot take this password");
  return hash;
}
