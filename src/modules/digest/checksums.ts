/**
 * The checksums by name: libcrypto's, and CRC-32, which it does not have.
 *
 * @module
 */

import { OpenSslMissing } from "../../libc/openssl/library.ts";
import { MessageDigest } from "../../libc/openssl/message_digest.ts";
import type { AlgorithmName } from "./algorithms.ts";
import { Crc32 } from "./crc32.ts";

/** A checksum in the making. */
export interface Checksum {
  /** Takes more of the data. */
  update(bytes: Uint8Array<ArrayBuffer>): void;
  /** The checksum; nothing may be added afterwards. */
  finish(): Uint8Array;
}

/** What begins a checksum of each kind. */
export type Checksums = ReadonlyMap<AlgorithmName, () => Checksum>;

/** Those of `names` that this machine can compute, and what is said of the others. */
export function openChecksums(
  names: readonly AlgorithmName[],
): { readonly checksums: Checksums; readonly lacking?: string } {
  const checksums = new Map<AlgorithmName, () => Checksum>();
  if (names.includes("crc32")) checksums.set("crc32", () => new Crc32());
  const others = names.filter((name) => name !== "crc32");
  try {
    for (const [name, digest] of MessageDigest.open(others)) {
      checksums.set(name, () => digest.start());
    }
  } catch (error) {
    if (!(error instanceof OpenSslMissing)) throw error;
    return { checksums, lacking: error.message };
  }
  const missing = others.filter((name) => !checksums.has(name));
  if (missing.length === 0) return { checksums };
  return { checksums, lacking: `OpenSSL here does not compute ${missing.join(", ")}` };
}
