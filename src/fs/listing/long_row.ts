/**
 * A row of LIST in the long format, byte for byte the original's:
 * `-rw-r--r--   1 alice    users           5 Nov 18 11:05 name`.
 *
 * @module
 */

import type { Stat } from "../../libc/statx.ts";
import { fakedMode, modeLetters } from "../mode.ts";
import { humanSize } from "./human_size.ts";
import type { Names } from "./names.ts";
import type { RowBuffer } from "./row_buffer.ts";
import type { RowDate } from "./row_date.ts";

/** What long rows are made with. */
export interface LongFormat {
  readonly date: RowDate;
  /** Owners and groups as they are shown; asked for every row, so better `remembered`. */
  readonly names: Names;
  /** Which time is shown. */
  readonly time: "mtime" | "atime" | "ctime";
  /** Whether sizes have units. */
  readonly human: boolean;
  /** DirFakeMode: permission bits that every file is shown with. */
  readonly fakeMode?: number | undefined;
}

/** Writes long rows up to the name: name, suffix and end of the row are the caller's. */
export class LongRow {
  /** Modes as letters: a directory has three or four of them. */
  readonly #letters = new Map<number, string>();

  constructor(private readonly format: LongFormat) {}

  /** Writes everything that stands before the name. */
  write(stat: Stat, rows: RowBuffer): void {
    const { names, date, time, human } = this.format;
    rows.text(this.#lettersOf(stat.mode));
    rows.decimal(stat.links, 4);
    rows.byte(0x20);
    rows.padded(names.user(stat.uid), 8);
    rows.byte(0x20);
    rows.padded(names.group(stat.gid), 8);
    rows.byte(0x20);
    if (human) rows.rightAligned(humanSize(stat.size), 8);
    else rows.decimal(stat.size, 8);
    rows.byte(0x20);
    date.write(stat[time], rows);
    rows.byte(0x20);
  }

  #lettersOf(mode: number): string {
    let letters = this.#letters.get(mode);
    if (letters === undefined) {
      const { fakeMode } = this.format;
      letters = modeLetters(fakeMode === undefined ? mode : fakedMode(mode, fakeMode));
      this.#letters.set(mode, letters);
    }
    return letters;
  }
}
