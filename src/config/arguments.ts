/**
 * The words of one directive line, with helpers that read them and complain as the original does.
 *
 * @module
 */

import { ConfigError, type Finding } from "./error.ts";
import { findingAt } from "./finding_about.ts";
import type { Entry, Place } from "./tree.ts";
import * as words from "./words.ts";
import type { WordReader } from "./words.ts";

/** What `Directive.parse` is given. Helpers throw `ConfigError` through `fail`. */
export class Arguments {
  /** The directive's name as the documentation spells it. */
  readonly name: string;
  /** The words behind the name. */
  readonly words: readonly string[];
  readonly place: Place;
  /** What `warn` was called with. Only the syntax check looks at it. */
  readonly warnings: Finding[] = [];
  /** The word that was asked for last: what an error is about. Counted from 1, 0 is the name. */
  #asked = 0;

  constructor(entry: Entry) {
    this.name = entry.name;
    this.words = entry.args;
    this.place = entry;
  }

  /** Throws `ConfigError`: `NAME: reason on line N of 'FILE'`. */
  fail(reason: string, hint?: string): never {
    throw new ConfigError(reason, this.place, this.name, hint, this.#asked);
  }

  /** Notes something that does not keep the server from starting: `NAME: reason on line ...`. */
  warn(reason: string, hint?: string): void {
    const finding = findingAt("warning", this.name, reason, this.place, hint);
    this.warnings.push({ ...finding, word: this.#asked });
  }

  /** The word at `index`; fails when there are fewer. */
  word(index: number): string {
    const word = this.words[index];
    if (word === undefined) return this.fail("missing parameters");
    this.#asked = index + 1;
    return word;
  }

  /** The words from `index` on; there may be none. */
  rest(index: number): readonly string[] {
    return this.words.slice(index);
  }

  /** Fails unless there are at least `least` words. */
  atLeast(least: number): void {
    if (this.words.length < least) this.fail("missing parameters");
  }

  /** Fails unless there are `least` to `most` words. */
  between(least: number, most: number): void {
    if (this.words.length < least || this.words.length > most) {
      this.fail("wrong number of parameters");
    }
  }

  /**
   * The first word, read by `reader` where one is given. More words are ignored: the original lets
   * `Port 21 22` pass.
   */
  single(): string;
  single<T>(reader: WordReader<T>): T;
  single<T>(reader?: WordReader<T>): T | string {
    const word = this.word(0);
    return reader === undefined ? word : reader(word, this);
  }

  /** The word at `index` read by `reader`; fails when it is missing. */
  read<T>(index: number, reader: WordReader<T>): T {
    return reader(this.word(index), this);
  }

  /** Every word read by `reader`; fails when there is none. */
  each<T>(reader: WordReader<T>): T[] {
    this.atLeast(1);
    return this.words.map((word, index) => {
      this.#asked = index + 1;
      return reader(word, this);
    });
  }

  /** `on yes true 1` or `off no false 0`; `expected` is what the error says is missing. */
  boolean(index = 0, expected = "Boolean parameter"): boolean {
    return words.booleanOf(this.word(index)) ?? this.fail(`expected ${expected}`);
  }

  /** A whole number from 0 on. */
  count(index = 0): number {
    return this.read(index, words.count);
  }

  /** Seconds: `90`, `10m`, `1h`, `h:mm:ss`. */
  duration(index = 0): number {
    return this.read(index, words.duration);
  }

  /** Permission bits; `what` names the word in the message: `'9' is not a valid umask`. */
  octal(index = 0, what = "mode"): number {
    return this.read(index, words.octalNamed(what));
  }

  /** Bytes: `10`, `10Kb`, or the unit as a word of its own: `10 Kb`. */
  size(index = 0): number {
    const unit = this.words[index + 1] ?? "";
    const joined = /^([kmgt]?b|[kmgt])$/i.test(unit) ? this.word(index) + unit : this.word(index);
    return words.size(joined, this);
  }

  /** An absolute path. */
  path(index = 0): string {
    return this.read(index, words.path);
  }

  /** The same, for modules that say it in other words. */
  absolutePath(index = 0): string {
    const path = this.word(index);
    return path.startsWith("/") ? path : this.fail("must be an absolute path");
  }

  /**
   * One of `choices`, compared without case; the error is `reason`, or names the word, and lists
   * them.
   */
  choice<T extends string>(choices: readonly T[], index = 0, reason?: string): T {
    const word = this.word(index).toLowerCase();
    return choices.find((choice) => choice.toLowerCase() === word) ??
      this.fail(
        reason ?? `unknown value '${this.word(index)}'`,
        `expected ${choices.join(", ")}`,
      );
  }
}
