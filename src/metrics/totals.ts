/**
 * The sums over all sessions since the daemon started. What comes from sessions is looked at as what
 * a stranger may have had a hand in: names are known ones, numbers are numbers, and there is a limit
 * to how many series there can be.
 *
 * @module
 */

import { DAEMON_FAMILIES, type Family, SESSION_FAMILIES } from "./families.ts";
import { seriesOf } from "./series.ts";

/** Series that are kept: more than all verbs with all the codes they can have. */
export const MOST_SERIES = 4000;

/** The largest increment in one message: more than any file's bytes. */
const MOST_INCREMENT = 2 ** 60;

/** A value between quotes: of what sessions count, all are plain words. */
const VALUE = "[ !#-[\\]-~]{0,80}";
const LE = `le="(?:[\\d.]+|\\+Inf)"`;
const NUMBER = "\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?";

/** A series of what sessions count, with all its labels and no others, and an increment. */
const LINE = new RegExp(
  `^(${Object.values(SESSION_FAMILIES).flatMap(seriesPatterns).join("|")}) (${NUMBER})$`,
);

/** Patterns for the series of a family. */
function seriesPatterns(family: Family): readonly string[] {
  const labels = family.labels.map((label) => `${label}="${VALUE}"`);
  return namesOf(family).map((name) => {
    const all = name.endsWith("_bucket") ? [...labels, LE] : labels;
    return `${name}\\{${all.join(",")}\\}`;
  });
}

/** The names of a family's series. */
function namesOf({ name, type }: Family): readonly string[] {
  return type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
}

/** Sums by series. */
export class Totals {
  readonly #sums = new Map<string, number>();

  /** Adds what one message of a session says; what is wrong with it is counted as dropped. */
  absorb(message: string): void {
    for (const line of message.split("\n")) {
      if (line === "") continue;
      const [, series, digits] = LINE.exec(line) ?? [];
      const amount = Number(digits);
      if (series === undefined || !(amount <= MOST_INCREMENT)) this.#drop();
      else this.#add(series, amount);
    }
  }

  /** Adds `amount` to a series that the daemon counts itself. */
  add(family: Family, values: readonly string[], amount = 1): void {
    this.#add(seriesOf(family, values), amount);
  }

  /** The series of `family` with their sums, in the order of their first increments. */
  of(family: Family): (readonly [series: string, sum: number])[] {
    const names = namesOf(family);
    return [...this.#sums].filter(([series]) => names.includes(series.replace(/\{.*/s, "")));
  }

  #add(series: string, amount: number): void {
    const sum = this.#sums.get(series);
    if (sum === undefined && this.#sums.size >= MOST_SERIES) return this.#drop();
    this.#sums.set(series, (sum ?? 0) + amount);
  }

  #drop(): void {
    const series = seriesOf(DAEMON_FAMILIES.dropped, []);
    this.#sums.set(series, (this.#sums.get(series) ?? 0) + 1);
  }
}
