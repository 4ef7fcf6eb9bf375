/**
 * Sections that are evaluated while a file is read: what is in them counts, or is passed over
 * unparsed.
 *
 * @module
 */

/** A kind of conditional section beside `<IfDefine>` and `<IfModule>`. */
export interface Condition {
  /** With its brackets: `<IfVersion>`. */
  readonly name: string;
  /**
   * Whether the text inside counts. `words` stand behind the section's name; `fail` ends with an
   * error, after which the text is passed over.
   */
  holds(words: readonly string[], fail: (reason: string, hint?: string) => never): boolean;
}
