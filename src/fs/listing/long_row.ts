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
  // Mode, links, owner and group of the last row, and the bytes that they make: most files in a
  // directory have them in common.
  #mode = -1;
  #links = -1;
  #uid = -1;
  #gid = -1;
  #common = new Uint8Array(0);

  constructor(private readonly format: LongFormat) {}

  /** Writes everything that stands before the name. */
  write(stat: Stat, rows: RowBuffer): void {
    const { date, human } = this.format;
    // All at once: `stat` may be `peeked`, and looking up a name may look at files.
    const { mode, links, uid, gid, size, [this.format.time]: time } = stat;
    if (
      mode === this.#mode && links === this.#links && uid === this.#uid && gid === this.#gid
    ) {
      rows.put(this.#common);
    } else {
      const start = rows.length;
      this.#writeCommon(mode, links, uid, gid, rows);
      this.#common = rows.copyFrom(start);
      this.#mode = mode;
      this.#links = links;
      this.#uid = uid;
      this.#gid = gid;
    }
    if (human) rows.text(humanSize(size));
    else rows.decimal(size, 8);
    rows.byte(0x20);
    date.write(time, rows);
    rows.byte(0x20);
  }

  #writeCommon(mode: number, links: number, uid: number, gid: number, rows: RowBuffer): void {
    const { names, fakeMode } = this.format;
    rows.text(modeLetters(fakeMode === undefined ? mode : fakedMode(mode, fakeMode)));
    rows.byte(0x20);
    rows.decimal(links, 3);
    rows.byte(0x20);
    rows.padded(names.user(uid), 8);
    rows.byte(0x20);
    rows.padded(names.group(gid), 8);
    rows.byte(0x20);
  }
}
