/**
 * The form of the manual's lines.
 *
 * @module
 */

/**
 * Name; default as text, empty for none; since which version of ProFTPD, empty where its
 * documentation does not say; meaning in one line.
 */
export type ManualRow = readonly [name: string, fallback: string, since: string, meaning: string];
