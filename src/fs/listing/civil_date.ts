/**
 * Days since the epoch as year, month and day. `Date` does it as well, but not for ten thousand
 * rows in two milliseconds.
 *
 * @module
 */

/** A day of the Gregorian calendar. */
export interface CivilDate {
  readonly year: number;
  /** From 1 to 12. */
  readonly month: number;
  /** From 1 to 31. */
  readonly day: number;
}

/** Seconds of a day. */
export const DAY = 86400;

/**
 * The date of the day that is `days` after 1970-01-01. Counts in years that begin in March, so
 * that a leap day is the last of its year, and in eras of 400 of them, which are all alike.
 */
export function civilDate(days: number): CivilDate {
  const sinceMarch = days + 719468; // from 0000-03-01 on
  const era = Math.floor(sinceMarch / 146097);
  const dayOfEra = sinceMarch - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) -
      Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra -
    (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153); // 0 is March
  const month = march < 10 ? march + 3 : march - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * march + 2) / 5) + 1,
  };
}
