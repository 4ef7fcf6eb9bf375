/**
 * What the property tests of this room feed their subjects with.
 *
 * @module
 */

import fc from "fast-check";

/** Any byte string. */
export const byteStrings = fc.uint8Array({ maxLength: 200 }).map((bytes) =>
  String.fromCharCode(...bytes)
);

/** Byte strings made of what matters to `characters`' parser, so that near misses are common. */
export function textsOf(characters: string): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...characters), { maxLength: 40 }).map((all) => all.join(""));
}

/** The bytes of a byte string. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** `text` cut into pieces at arbitrary places. */
export function pieces(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length]
    .sort((a, b) => a - b);
  return places.slice(1).map((end, index) => text.slice(places[index], end));
}
