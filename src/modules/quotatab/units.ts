/**
 * How amounts are told: in which unit, in which words. The texts are the original's.
 *
 * @module
 */

import type { Amounts, Kind, Limit, QuotaType } from "../../quota/mod.ts";

/** The units of QuotaDisplayUnits. */
export const UNITS = ["b", "Kb", "Mb", "Gb"] as const;
/** A unit in which amounts are shown. */
export type Unit = typeof UNITS[number];

/** `bytes` in `unit`, with two decimals, as printf(3) has them: of two equally close ones the even. */
export function inUnit(bytes: number, unit: Unit): string {
  const amount = bytes / 1024 ** UNITS.indexOf(unit);
  const hundredths = amount * 100;
  const below = Math.floor(hundredths);
  const isTie = hundredths - below === 0.5 && hundredths / 100 === amount;
  return (isTie && below % 2 === 0 ? below / 100 : amount).toFixed(2);
}

function nameOf(unit: Unit): string {
  return unit === "b" ? "bytes" : unit;
}

const WAYS = {
  bytesIn: "upload",
  bytesOut: "download",
  bytesXfer: "transfer",
  filesIn: "upload",
  filesOut: "download",
  filesXfer: "transfer",
} as const satisfies Record<Kind, string>;

/** Whether a kind is one of bytes. */
function isInBytes(kind: Kind): boolean {
  return kind.startsWith("bytes");
}

/** `used 30.00 of 20.00 upload bytes`, `used 1 of 2 upload files`. */
export function usedOf(kind: Kind, used: number, limit: number, unit: Unit): string {
  if (isInBytes(kind)) {
    return `used ${inUnit(used, unit)} of ${inUnit(limit, unit)} ${WAYS[kind]} ${nameOf(unit)}`;
  }
  return `used ${used} of ${limit} ${WAYS[kind]} file${limit === 1 ? "" : "s"}`;
}

const TITLES: readonly (readonly [Kind, string])[] = [
  ["bytesIn", "Uploaded"],
  ["bytesOut", "Downloaded"],
  ["bytesXfer", "Transferred"],
  ["filesIn", "Uploaded"],
  ["filesOut", "Downloaded"],
  ["filesXfer", "Transferred"],
];

/** What SITE QUOTA tells, without its first line and its last. */
export function quotaLines(limit: Limit, used: Amounts, unit: Unit): readonly string[] {
  return [
    `Name: ${limit.name}`,
    `Quota Type: ${capital(limit.type)}`,
    `Per Session: ${limit.perSession ? "True" : "False"}`,
    `Limit Type: ${limit.hard ? "Hard" : "Soft"}`,
    ...TITLES.map(([kind, title]) => {
      const most = limit.amounts[kind];
      const what = isInBytes(kind) ? nameOf(unit) : "files";
      // Where the original wants its columns to meet.
      const tabs = kind === "bytesIn" && unit !== "b" ? "\t\t" : "\t";
      const text = (amount: number) => isInBytes(kind) ? inUnit(amount, unit) : `${amount}`;
      const numbers = most <= 0 ? "unlimited" : `${text(used[kind])}/${text(most)}`;
      return `  ${title} ${what}:${tabs}${numbers}`;
    }),
  ];
}

/** The value of a variable of Display files; what is nothing has no limit, whichever it is. */
export function shownAmount(kind: Kind, amount: number, unit: Unit): string {
  if (amount <= 0) return "(unlimited)";
  if (!isInBytes(kind)) return `${amount}`;
  return inUnit(amount, unit) + (unit === "b" ? "" : ` ${unit.toUpperCase()}`);
}

/** `user 'alice'`, `all`: as the log has it. */
export function whose(type: QuotaType, name: string): string {
  return type === "all" ? "all" : `${type} '${name}'`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
