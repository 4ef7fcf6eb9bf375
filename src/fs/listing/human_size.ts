/**
 * Sizes as `-h` shows them.
 *
 * @module
 */

const units = ["", "k", "M", "G", "T", "P", "E"];

/**
 * `bytes` in the original's way: plain up to 999, from there on with one digit behind the point and
 * the letter of the largest power of 1024 that is not larger: `1023.0`, `1.0k`, `1024.0k`, `3.0G`.
 */
export function humanSize(bytes: number): string {
  if (bytes < 1000) return `${bytes}`;
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(1)}${units[unit]}`;
}
