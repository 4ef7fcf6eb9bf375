/**
 * The hash that is computed for somebody who does not exist, so that the time which a refusal takes
 * does not tell who does.
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { type Hash, preferredSetting } from "../libc/crypt.ts";

/** More hashes than this are not looked at. */
const SAMPLE = 256;

/**
 * A hash out of `hashes`, always the same one for the same name and the same hashes: where users
 * have passwords of several schemes, strangers then seem to have them too, in the same proportion.
 * Without any hash that a password could match it is a setting of the system's preferred scheme.
 */
export function standInFor<H extends Hash>(name: string, hashes: Iterable<H>): H | string {
  const sample: H[] = [];
  for (const hash of hashes) {
    if (mayBeHash(hash)) sample.push(hash);
    if (sample.length === SAMPLE) break;
  }
  if (sample.length === 0) return preferredSetting();
  return sample[fnv1a(name) % sample.length];
}

/** Whether a password field holds a hash at all: `$scheme$…`, or the 13 characters of DES (crypt(5)). */
function mayBeHash(field: Hash): boolean {
  const bytes = typeof field === "string" ? bytesOf(field) : field;
  const second = bytes.indexOf(DOLLAR, 1);
  const may = bytes[0] === DOLLAR
    ? second > 1 && second < bytes.length - 1
    : bytes.length === 13 && bytes.every(isOfDes);
  if (bytes !== field) bytes.fill(0);
  return may;
}

const DOLLAR = 36;

/** Whether a character is one of `./0-9A-Za-z`. */
function isOfDes(byte: number): boolean {
  return byte >= 46 && byte <= 57 || byte >= 65 && byte <= 90 || byte >= 97 && byte <= 122;
}

/** FNV-1a, 32 bits: a number that spreads names evenly. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}
