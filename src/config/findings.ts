/**
 * What is found wrong while a file is read, with the column where it is known.
 *
 * @module
 */

import type { Finding } from "./error.ts";
import { findingAt } from "./finding_about.ts";
import { splitWords } from "./lexer.ts";
import type { Place } from "./tree.ts";

/** A line of a file as it stands there. */
export interface WrittenLine extends Place {
  readonly text: string;
}

/** The findings, in the order of reading. */
export class Findings {
  readonly list: Finding[] = [];
  #line: WrittenLine | undefined;

  /** `line` is read from now on; undefined for one that goes over several: it has no columns. */
  reading(line: WrittenLine | undefined): void {
    this.#line = line;
  }

  /** Adds `finding`, with its column where it is about the line that is being read. */
  add(finding: Finding): void {
    const { place, word = 0 } = finding;
    const line = this.#line;
    if (!line || place?.line !== line.line || place.file !== line.file) {
      this.list.push(finding);
      return;
    }
    const starts: number[] = [];
    splitWords(line.text, starts);
    const start = starts[word] ?? starts[0];
    this.list.push(start === undefined ? finding : { ...finding, column: start + 1 });
  }

  /** Adds one whose place may be an entry or a section. */
  report(severity: Finding["severity"], finding: Omit<Finding, "severity">): void {
    const { place } = finding;
    this.add({
      severity,
      ...finding,
      ...(place === undefined ? {} : { place: { file: place.file, line: place.line } }),
    });
  }

  /** Adds the error `NAME: reason on line N of 'FILE'`. */
  error(name: string, reason: string, place: Place, hint?: string): void {
    this.add(findingAt("error", name, reason, place, hint));
  }
}
