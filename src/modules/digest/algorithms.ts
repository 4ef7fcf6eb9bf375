/**
 * The checksums that there are, and how they are called where.
 *
 * @module
 */

/** As the configuration names them, in the order in which FEAT lists them. */
export const ALGORITHMS = ["crc32", "md5", "sha1", "sha256", "sha512"] as const;

/** The name of a kind of checksum, as this program spells it. */
export type AlgorithmName = (typeof ALGORITHMS)[number];

/** What HASH, FEAT and OPTS call them (draft-bryan-ftp-hash §3). */
export const HASH_NAMES: Readonly<Record<AlgorithmName, string>> = {
  crc32: "CRC32",
  md5: "MD5",
  sha1: "SHA-1",
  sha256: "SHA-256",
  sha512: "SHA-512",
};

/** Which one HASH takes where the usual one is not to be had. */
const PREFERENCE: readonly AlgorithmName[] = ["sha1", "sha256", "sha512", "md5", "crc32"];

/** The algorithm of HASH: `wanted` if it is among those that are `enabled`. */
export function usualAlgorithm(
  enabled: readonly AlgorithmName[],
  wanted: AlgorithmName,
): AlgorithmName {
  if (enabled.includes(wanted)) return wanted;
  return PREFERENCE.find((name) => enabled.includes(name)) ?? wanted;
}
