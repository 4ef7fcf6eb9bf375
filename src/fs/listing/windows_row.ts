/**
 * A row of LIST as servers of Windows write it (`ListStyle Windows`):
 * `11-30-15  07:29PM                   16 file`.
 *
 * @module
 */

import { S_IFDIR, S_IFMT, type Stat } from "../../libc/statx.ts";
import type { RowBuffer } from "./row_buffer.ts";
import type { RowDate } from "./row_date.ts";

/** Writes such rows up to the name. */
export class WindowsRow {
  constructor(
    private readonly date: RowDate,
    private readonly time: "mtime" | "atime" | "ctime",
  ) {}

  /** Writes everything that stands before the name. */
  write(stat: Stat, rows: RowBuffer): void {
    const { mode, size, [this.time]: time } = stat;
    const { year, month, day } = this.date.dateOf(time);
    const minutes = this.date.minuteOf(time);
    const hour = Math.floor(minutes / 60);
    const two = (number: number) => `${number}`.padStart(2, "0");
    rows.text(`${two(month)}-${two(day)}-${two(Math.abs(year) % 100)}  `);
    rows.text(`${two((hour + 11) % 12 + 1)}:${two(minutes % 60)}${hour < 12 ? "AM" : "PM"}`);
    rows.text(
      (mode & S_IFMT) === S_IFDIR ? "       <DIR>          " : `${size}`.padStart(21) + " ",
    );
  }
}
