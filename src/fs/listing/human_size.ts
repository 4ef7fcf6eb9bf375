/**
 * Sizes as `-h` shows them.
 *
 * @module
 */

const units = ["", "k", "M", "G", "T", "P", "E"];

/**
 * `bytes` in the original's way, right-aligned: plain up to 999, from there on with one digit behind
 * the point and the letter of the largest power of 1024 that is not larger: `1.0k`, `1024.0k`,
 * `3.0G`. Between 1000 and 1023 there is no letter and no room for one: one byte less.
 */
export function humanSize(bytes: number): string {
  if (bytes < 1000) return `${bytes}`.padStart(8);
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(1).padStart(7)}${units[unit]}`;
}
