/**
 * The result of the benchmark as a table for people.
 *
 * @module
 */
import { median } from "./statistics.ts";

/** Measurements of one thing on both sides; less is better in all of them. */
export interface Row {
  readonly what: string;
  readonly ours: readonly number[];
  readonly original: readonly number[];
  /** What the second column is, if not the original. */
  readonly beside?: string;
}

/** A line for each row: median of ours, of the original, and the ratio of the two. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ what, ours, original, beside }) => [
    beside === undefined ? what : `${what} (beside: ${beside})`,
    number(median(ours)),
    number(median(original)),
    (median(ours) / median(original)).toFixed(2),
  ]);
  const all = [["", "ours", "original", "ratio"], ...cells];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...all.map((line) => (line[column] ?? "").length))
  );
  return all.map((line) =>
    line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)
    ).join("  ")
  ).join("\n");
}

/** Three digits are what such measurements are good for. */
function number(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toFixed(3);
}
