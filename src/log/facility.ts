/**
 * Who speaks, in the eyes of syslog (RFC 3164 §4.1.1).
 *
 * @module
 */

const numbers = {
  kern: 0,
  user: 1,
  mail: 2,
  daemon: 3,
  auth: 4,
  lpr: 6,
  news: 7,
  uucp: 8,
  cron: 9,
  authpriv: 10,
  ftp: 11,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
} as const;

/** A facility, under the name that SyslogFacility gives it. */
export type Facility = keyof typeof numbers;

/** The names of all facilities. */
export const FACILITIES = Object.keys(numbers) as readonly Facility[];

/** Whether `name` is the name of a facility. */
export function isFacility(name: string): name is Facility {
  return Object.hasOwn(numbers, name);
}

/** The number in front of a message: facility and severity (0 to 7) in one. */
export function priority(facility: Facility, severity: number): number {
  return numbers[facility] * 8 + severity;
}
