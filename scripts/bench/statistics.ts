/**
 * From many measurements to a number.
 *
 * @module
 */

/** The value at `share` (0 to 1) of the sorted `values`, the nearest one that was measured. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}

/** The middle one of `values`. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
