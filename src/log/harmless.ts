/**
 * Text from outside on its way into a log.
 *
 * @module
 */

/** A control character: neither printable ASCII nor a byte above it (which may be UTF-8). */
const control = /[^ -~\x80-\xff]/g;

/**
 * `text` with every control character written as `\x1b`: a client that puts a newline or an escape
 * sequence into a name can neither forge a log line nor play tricks on the terminal of whoever reads
 * it. (The original writes escape sequences as they come.)
 */
export function harmless(text: string): string {
  return text.replace(control, escaped);
}

function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
