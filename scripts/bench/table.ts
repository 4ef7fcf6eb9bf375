/**
 * The result of the benchmark as a table for people.
 *
 * @module
 */
import { median } from "./statistics.ts";

/** Measurements by the names of who was measured. */
export type Values = Readonly<Record<string, readonly number[]>>;

/** Measurements of one thing on all sides. */
export interface Row {
  readonly what: string;
  readonly values: Values;
  /** True where more is better; the ratios are ours to theirs in any case. */
  readonly moreIsBetter?: boolean;
}

const WHAT = 50;
const CELL = 10;

/** The heads of the columns: `names`, ours first, the original second, and two ratios. */
export function head(names: readonly string[]): string {
  return line("", [...names, "to 2nd", "to best"]);
}

/**
 * A line of medians for each row; then the ratio of ours to that of the original, and to the best of
 * all others.
 */
export function table(rows: readonly Row[], names: readonly string[]): string {
  return rows.map(({ what, values, moreIsBetter }) => {
    const medians = names.map((name) => median(values[name] ?? []));
    const [ours = NaN, ...others] = medians;
    const measured = others.filter((value) => !Number.isNaN(value));
    const best = moreIsBetter ? Math.max(...measured) : Math.min(...measured);
    const ratios = [others[0] ?? NaN, measured.length > 0 ? best : NaN].map((it) => ours / it);
    return line(what, [
      ...medians.map(number),
      ...ratios.map((it) => Number.isFinite(it) ? it.toFixed(2) : "-"),
    ]);
  }).join("\n");
}

function line(what: string, cells: readonly string[]): string {
  return what.padEnd(WHAT) + cells.map((cell) => cell.padStart(CELL)).join("");
}

/** Three digits are what such measurements are good for. */
function number(value: number): string {
  if (Number.isNaN(value)) return "-";
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toFixed(3);
}
