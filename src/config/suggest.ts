/**
 * "Did you mean …?": names that look like a misspelt one.
 *
 * @module
 */

/** More than this many names help nobody. */
const MOST = 4;

/**
 * The number of letters to insert, drop, replace or swap with a neighbour to turn `a` into `b`
 * (Damerau and Levenshtein, without overlapping swaps), or a number above `limit` once it is clear
 * that there are more than that.
 */
export function distance(a: string, b: string, limit = Infinity): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforeLast[j - 2] + 1);
      }
      row.push(cost);
      if (cost < smallest) smallest = cost;
    }
    if (smallest > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}

/** The names nearest to `wrong`, best first, at most four; case does not count. */
export function nearest(wrong: string, names: Iterable<string>): string[] {
  const lower = wrong.toLowerCase();
  const limit = Math.max(1, Math.floor(lower.length / 3));
  const found: { name: string; distance: number }[] = [];
  for (const name of names) {
    const steps = distance(lower, name.toLowerCase(), limit);
    if (steps <= limit) found.push({ name, distance: steps });
  }
  found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return found.slice(0, MOST).map(({ name }) => name);
}

/** The hint for such names in the original's form, or `undefined` when there is none. */
export function didYouMean(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  if (names.length === 1) return `Did you mean: ${names[0]}`;
  return `Did you mean:\n${names.map((name) => `  ${name}`).join("\n")}`;
}
