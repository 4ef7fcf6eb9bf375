/**
 * Path names in 257 replies: between double quotes, those in the name doubled (RFC 959, appendix II).
 *
 * @module
 */

/** `path` between double quotes. */
export function quotePath(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}

/** The path at the beginning of a 257 reply's text; undefined where there is none. */
export function unquotePath(text: string): string | undefined {
  return /^"((?:[^"]|"")*)"(?!")/.exec(text)?.[1].replaceAll('""', '"');
}
