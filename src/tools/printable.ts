/**
 * Text from outside on its way to a terminal.
 *
 * @module
 */

/** Control characters, and those of the second set (C1) in their UTF-8 form. */
const CONTROL = /[^ -~\x80-\xff]|\xc2[\x80-\x9f]/g;

/**
 * The byte string `text` with every control character written as `\x1b`: clients choose names and
 * arguments, and whoever looks at them is root as a rule. (The original prints them as they come.)
 */
export function printable(text: string): string {
  return text.replace(CONTROL, escaped);
}

function escaped(bytes: string): string {
  return Array.from(bytes, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`)
    .join("");
}
