/**
 * Names in columns (`-C`): down first, then to the right, with tabs between them.
 *
 * @module
 */

import type { RowBuffer } from "./row_buffer.ts";

/** The width of the client's screen, as everybody has assumed since 1978. */
const SCREEN = 79;
const TAB = 8;

/** Writes `names` in as many columns as fit the screen. */
export function writeColumns(names: readonly string[], rows: RowBuffer): void {
  let longest = 0;
  for (const name of names) longest = Math.max(longest, name.length);
  const width = (Math.floor(longest / TAB) + 1) * TAB;
  const columns = Math.max(1, Math.floor(SCREEN / width));
  const height = Math.ceil(names.length / columns);
  for (let row = 0; row < height; row++) {
    for (let at = row; at < names.length; at += height) {
      const name = names[at] ?? "";
      rows.text(name);
      if (at + height >= names.length) break;
      for (let end = name.length; end < width; end = (Math.floor(end / TAB) + 1) * TAB) {
        rows.byte(0x09);
      }
    }
    rows.endRow();
  }
}
