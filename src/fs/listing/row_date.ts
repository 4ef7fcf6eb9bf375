/**
 * The date in a row of LIST: `May 25 12:08` for the last 180 days and the future, `May 23  2026`
 * for what is older.
 *
 * @module
 */

import { type CivilDate, civilDate, DAY } from "./civil_date.ts";
import type { RowBuffer } from "./row_buffer.ts";

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** How far back a row shows the time of day, in seconds. */
const RECENT = 180 * DAY;

const COLON = 0x3a;

/** The end of the year 9999: what lies further off has the offset of that moment. */
const LAST_SECOND = 253_402_300_799;

/** Writes the dates of one listing. */
export class RowDate {
  #days = NaN;
  #date: CivilDate = civilDate(0);

  /**
   * `now` in seconds since the epoch decides what is old; `offsetAt` tells by how many seconds the
   * time shown is ahead of GMT at a moment (TimesGMT off), GMT without it.
   */
  constructor(
    private readonly now: number,
    private readonly offsetAt?: (time: number) => number,
  ) {}

  /** Writes `time`, seconds since the epoch: twelve bytes, more from the year 10000 on. */
  write(time: number, rows: RowBuffer): void {
    const { year, month, day } = this.dateOf(time);
    rows.text(months[month - 1] ?? "");
    rows.decimal(day, 3);
    if (this.now - time > RECENT) {
      rows.decimal(year, 6);
    } else {
      rows.byte(0x20);
      const minutes = this.minuteOf(time);
      rows.twoDigits(Math.floor(minutes / 60));
      rows.byte(COLON);
      rows.twoDigits(minutes % 60);
    }
  }

  /** The day of `time`. */
  dateOf(time: number): CivilDate {
    const days = Math.floor(this.#shown(time) / DAY);
    if (days !== this.#days) { // files of one directory are often of one day
      this.#days = days;
      this.#date = civilDate(days);
    }
    return this.#date;
  }

  /** The minute of the day of `time`, from 0 to 1439. */
  minuteOf(time: number): number {
    const shown = this.#shown(time);
    return Math.floor((shown - Math.floor(shown / DAY) * DAY) / 60);
  }

  #shown(time: number): number {
    if (this.offsetAt === undefined) return time;
    // Anybody can give a file a time that no time zone was ever computed for.
    return time + this.offsetAt(Math.min(Math.max(time, -LAST_SECOND), LAST_SECOND));
  }
}
