/**
 * Records of quota tables as `ftpquota --show-records` prints them.
 *
 * @module
 */

import { type Amounts, limitAt, type Placed, tallyAt } from "../quota/mod.ts";
import { printable } from "./printable.ts";

/** The lines about the record of a limit, or a tally, at `placed`; bytes are shown by `unit`. */
export function recordLines(
  kind: "limit" | "tally",
  { view, at }: Placed,
  unit: readonly [number, string],
): readonly string[] {
  if (kind === "tally") {
    const { name, type, amounts } = tallyAt(view, at);
    return [...head(name, type), ...numbers(amounts, unit, String)];
  }
  const { name, type, perSession, hard, amounts } = limitAt(view, at);
  return [
    ...head(name, type),
    `  Per Session: ${perSession ? "True" : "False"}`,
    `  Limit Type: ${hard ? "Hard" : "Soft"}`,
    ...numbers(amounts, unit, (files) => files === 0 ? "unlimited" : String(files)),
  ];
}

function head(name: string, type = ""): readonly string[] {
  return [
    "-------------------------------------------",
    `  Name: ${printable(name)}`,
    `  Quota Type: ${type.charAt(0).toUpperCase()}${type.slice(1)}`,
  ];
}

function numbers(
  amounts: Amounts,
  [size, unit]: readonly [number, string],
  files: (count: number) => string,
): readonly string[] {
  const bytes = (count: number) => count <= 0 ? "unlimited" : (count / size).toFixed(2);
  return [
    `    Uploaded ${unit}:\t${bytes(amounts.bytesIn)}`,
    `    Downloaded ${unit}:\t${bytes(amounts.bytesOut)}`,
    `    Transferred ${unit}:\t${bytes(amounts.bytesXfer)}`,
    `    Uploaded files:\t${files(amounts.filesIn)}`,
    `    Downloaded files:\t${files(amounts.filesOut)}`,
    `    Transferred files:\t${files(amounts.filesXfer)}`,
  ];
}
