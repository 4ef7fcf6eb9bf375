/**
 * The checksums by name.
 *
 * @module
 */

import type { AlgorithmName } from "./algorithms.ts";
import { Crc32 } from "./crc32.ts";
import type { Hash } from "./hash.ts";
import { Md5 } from "./md5.ts";
import { Sha1 } from "./sha1.ts";
import { Sha256 } from "./sha256.ts";
import { Sha512 } from "./sha512.ts";

/** Makes a new one of each kind. */
export const hashes: Readonly<Record<AlgorithmName, () => Hash>> = {
  crc32: () => new Crc32(),
  md5: () => new Md5(),
  sha1: () => new Sha1(),
  sha256: () => new Sha256(),
  sha512: () => new Sha512(),
};
