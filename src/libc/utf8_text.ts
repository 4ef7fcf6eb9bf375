/**
 * From bytes to characters, for output that must be UTF-8.
 *
 * @module
 */

const C = "[\\x80-\\xbf]";

/** A character of two to four bytes (RFC 3629 section 4), or else a byte that belongs to none. */
const MULTIBYTE = new RegExp(
  [
    `[\\xc2-\\xdf]${C}`,
    `\\xe0[\\xa0-\\xbf]${C}`,
    `\\xed[\\x80-\\x9f]${C}`, // no surrogates
    `[\\xe1-\\xec\\xee\\xef]${C}{2}`,
    `\\xf0[\\x90-\\xbf]${C}{2}`,
    `[\\xf1-\\xf3]${C}{3}`,
    `\\xf4[\\x80-\\x8f]${C}{2}`,
    `[\\x80-\\xff]`,
  ].join("|"),
  "g",
);

/** The characters that the byte string `text` means in UTF-8; a byte that means none is U+FFFD. */
export function charactersOf(text: string): string {
  return text.replace(MULTIBYTE, (bytes) => {
    const [lead, ...rest] = Array.from(bytes, (byte) => byte.charCodeAt(0));
    if (rest.length === 0) return "\ufffd";
    const first = lead & (0x3f >> rest.length);
    return String.fromCodePoint(rest.reduce((code, byte) => (code << 6) | (byte & 0x3f), first));
  });
}
