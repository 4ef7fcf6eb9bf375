/**
 * What `-t` has found, for programs: editors and automatic checks.
 *
 * @module
 */

import { type Finding, hasErrors } from "../config/mod.ts";
import { bytesOf } from "../libc/bytes.ts";

/**
 * One JSON object and a line end, all in ASCII: `file` is the main file, `findings` are in the order
 * of reading; what a finding does not know is null. Names and words of the file are byte strings:
 * those that are UTF-8 are what they spell, in others each byte is the character of that number.
 */
export function findingsAsJson(file: string, findings: readonly Finding[]): string {
  const rows = findings.map(({ severity, place, column, directive, message, hint }) => ({
    severity,
    file: place === undefined ? null : spelled(place.file),
    line: place?.line ?? null,
    column: column ?? null,
    directive: directive === undefined ? null : spelled(directive),
    message: spelled(message),
    hint: hint === undefined ? null : spelled(hint),
  }));
  const answer = { file: spelled(file), ok: !hasErrors(findings), findings: rows };
  return `${ascii(JSON.stringify(answer))}\n`;
}

function spelled(bytes: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytesOf(bytes));
  } catch (error) {
    if (error instanceof TypeError) return bytes;
    throw error;
  }
}

function ascii(json: string): string {
  return json.replace(
    /[^\0-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
