/**
 * Answers of OCSP responders in memory that the daemon, its child and all sessions share: the child
 * writes, sessions read, each answer in a slot of its own. Nobody locks: a reader who meets a half
 * written slot sees that by its checksum, and looks again.
 *
 * @module
 */

import { encodeInto, stringOf } from "../libc/bytes.ts";
import { pread, pwrite } from "../libc/files.ts";

/** Certificates that answers are kept of. */
export const MOST_STAPLES = 64;

/** Bytes of the longest answer: most have less than 3000. */
export const LONGEST_STAPLE = 16_000;

/** Bytes of a fingerprint (SHA-256). */
export const FINGERPRINT_SIZE = 32;

/** Bytes from one slot to the next, and those before the answer. */
const SLOT = 16_384;
const HEAD = FINGERPRINT_SIZE + 16;
/** Where in the head: until when the answer counts (ms since 1970), its length, the checksum. */
const EXPIRY = FINGERPRINT_SIZE;
const LENGTH = FINGERPRINT_SIZE + 8;
const CHECKSUM = FINGERPRINT_SIZE + 12;

/** How often a slot is looked at that is being written. */
const TRIES = 3;

/** What is known of one certificate. */
export interface Staple {
  /** 32 bytes. */
  readonly fingerprint: string;
  /** Until when it counts, in milliseconds since 1970. */
  readonly expiry: number;
  /** The responder's answer in DER (RFC 6960 §4.2.1). */
  readonly answer: Uint8Array<ArrayBuffer>;
}

/**
 * Puts `staple` into the slot `index` of the board `fd`. Throws `RangeError` for an answer or an index
 * that is too large, and `SysError`.
 */
export function postStaple(fd: number, index: number, staple: Staple): void {
  const { answer, expiry, fingerprint } = staple;
  if (index >= MOST_STAPLES) throw new RangeError(`no board has a slot ${index}`);
  if (answer.length > LONGEST_STAPLE) throw new RangeError("the answer is too long");
  if (fingerprint.length !== FINGERPRINT_SIZE) throw new RangeError("this is no fingerprint");
  const slot = new Uint8Array(HEAD + answer.length);
  encodeInto(fingerprint, slot, 0);
  const view = new DataView(slot.buffer);
  view.setFloat64(EXPIRY, expiry, true);
  view.setUint32(LENGTH, answer.length, true);
  slot.set(answer, HEAD);
  view.setUint32(CHECKSUM, checksumOf(slot), true);
  pwrite(fd, slot, index * SLOT);
}

/**
 * What the board `fd` has about the certificate with the fingerprint `wanted` and counts at `now` (ms
 * since 1970); undefined for nothing. Throws `SysError`.
 */
export function findStaple(
  fd: number,
  wanted: string,
  now: number,
): Uint8Array<ArrayBuffer> | undefined {
  for (let index = 0; index < MOST_STAPLES; index++) {
    for (let tries = 0; tries < TRIES; tries++) {
      const slot = new Uint8Array(HEAD + LONGEST_STAPLE);
      const count = pread(fd, slot, index * SLOT);
      if (count === 0) return undefined; // the file ends here
      const staple = stapleIn(slot.subarray(0, count));
      if (staple === "empty") break;
      if (staple === "broken") continue;
      if (staple.fingerprint !== wanted) break;
      return staple.expiry > now ? staple.answer : undefined;
    }
  }
  return undefined;
}

function stapleIn(slot: Uint8Array<ArrayBuffer>): Staple | "empty" | "broken" {
  if (slot.length < HEAD) return "broken";
  const view = new DataView(slot.buffer);
  const length = view.getUint32(LENGTH, true);
  if (length === 0) return "empty";
  if (length > slot.length - HEAD) return "broken";
  const whole = slot.subarray(0, HEAD + length);
  if (checksumOf(whole) !== view.getUint32(CHECKSUM, true)) return "broken";
  return {
    fingerprint: stringOf(slot, 0, FINGERPRINT_SIZE),
    expiry: view.getFloat64(EXPIRY, true),
    answer: slot.slice(HEAD, HEAD + length),
  };
}

/** FNV-1a (32 bits) over a slot but for the checksum: against half of one answer, not against forgers. */
function checksumOf(slot: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < slot.length; i++) {
    if (i >= CHECKSUM && i < HEAD) continue;
    hash = Math.imul(hash ^ slot[i], 0x01000193) >>> 0;
  }
  return hash;
}
