/**
 * The page that Prometheus reads (its text format, version 0.0.4).
 *
 * @module
 */

import type { Family } from "./families.ts";

/** A family with its series and their values, as they are now. */
export interface Reading {
  readonly family: Family;
  readonly values: readonly (readonly [series: string, value: number])[];
}

/** The page, a byte string. A family without a series is told all the same: its name and meaning. */
export function formatPage(readings: readonly Reading[]): string {
  return readings.map(({ family: { name, type, help }, values }) =>
    `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n` +
    values.map(([series, value]) => `${series} ${value}\n`).join("")
  ).join("");
}
