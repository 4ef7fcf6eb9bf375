/**
 * Civil time: seconds since the epoch to year, month, day and back, and the form in which FTP writes
 * them, all in UTC. Plain arithmetic on the proleptic Gregorian calendar; nothing asks the machine for
 * its time or its zone, and nothing is allocated but the result.
 *
 * @module
 */

/** A point in time on the wall. */
export interface CivilTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY = 86400;
/** Days of 400 years, after which the calendar repeats. */
const ERA = 146097;
/** Days from 0000-03-01, where the arithmetic begins, to 1970-01-01. */
const EPOCH = 719468;

/** Two decimal digits for 0 to 99. */
const twoDigits: readonly string[] = Array.from(
  { length: 100 },
  (_, n) => String(n).padStart(2, "0"),
);

/** The civil time at `epochSeconds`, a whole number. */
export function civilTime(epochSeconds: number): CivilTime {
  const days = Math.floor(epochSeconds / DAY);
  const rest = epochSeconds - days * DAY;
  // Years begin in March here: the leap day is then the last day of a year, and the lengths of
  // the months follow one line, 153 days for five of them.
  const shifted = days + EPOCH;
  const era = Math.floor(shifted / ERA);
  const dayOfEra = shifted - era * ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) -
      Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra -
    (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
  };
}

/** Seconds since the epoch of a time in UTC. Fields beyond their range carry over (second 60). */
export function epochSeconds(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const fromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * fromMarch + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) +
    dayOfYear;
  return (era * ERA + dayOfEra - EPOCH) * DAY + hour * 3600 + minute * 60 + second;
}

/** RFC 3659's time-val in UTC: `YYYYMMDDhhmmss`, in MDTM, MFMT and the fact `modify`. */
export function formatTimeVal(seconds: number): string {
  const { year, month, day, hour, minute, second } = civilTime(seconds);
  return fourDigits(year) + twoDigits[month] + twoDigits[day] + twoDigits[hour] +
    twoDigits[minute] + twoDigits[second];
}

/**
 * Seconds since the epoch of a time-val (RFC 3659 §2.3); its fraction is dropped. Undefined for
 * anything else, days that no month has included: the original takes February 30 for March 1.
 */
export function parseTimeVal(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?$/.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  return epochSeconds(year, month, day, hour, minute, second);
}

/** How many days a month has. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function fourDigits(year: number): string {
  if (year < 0 || year > 9999) return String(year);
  return twoDigits[Math.floor(year / 100)] + twoDigits[year % 100];
}
