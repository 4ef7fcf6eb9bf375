/**
 * What can be wrong with a configuration: `ConfigError` for one thing that stops, `Finding` for a
 * row of the list that `proftpd -t` prints.
 *
 * @module
 */

import type { Place } from "./tree.ts";

/** A value or line that cannot be used; thrown while a directive parses its words. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** The file's path. */
  readonly file: string;
  /** Counted from 1; of a line continued with `\`, its last part. */
  readonly line: number;

  /**
   * `reason` is what is wrong, without name and place: `missing parameters`. `directive` is the
   * name in front of it, `hint` one sentence on what would have been right, `word` which word of the
   * line it is about (0 is the name).
   */
  constructor(
    readonly reason: string,
    place: Place,
    readonly directive?: string,
    readonly hint?: string,
    readonly word?: number,
  ) {
    super(`${directive === undefined ? "" : `${directive}: `}${reason} ${at(place)}`);
    this.file = place.file;
    this.line = place.line;
  }
}

/** One thing that the syntax check has to say, in the words of the original. */
export interface Finding {
  /** An error keeps the server from starting, a warning does not. */
  readonly severity: "error" | "warning";
  /** Complete but for the `fatal: ` or `warning: ` in front: it names place and directive itself. */
  readonly message: string;
  readonly place?: Place;
  /** The name of the directive or section that it is about. */
  readonly directive?: string;
  /** Which word of the line it is about: 0 is the name, and what is meant where nothing is said. */
  readonly word?: number;
  /** Where that word begins, in bytes, counted from 1; not known for a line that was continued. */
  readonly column?: number;
  /** What to do about it; may be several lines long (a list of names). */
  readonly hint?: string;
}

/** `on line 3 of '/etc/proftpd.conf'`: how every message names a place. */
export function at(place: Place): string {
  return `on line ${place.line} of '${place.file}'`;
}

/** The row of the list for an error. */
export function findingOf(error: ConfigError): Finding {
  return {
    severity: "error",
    message: error.message,
    place: { file: error.file, line: error.line },
    directive: error.directive,
    word: error.word,
    hint: error.hint,
  };
}
