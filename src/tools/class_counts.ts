/**
 * The closing lines of ftpwho and ftpcount: how many sessions there are of each class.
 *
 * @module
 */

import type { SessionRecord } from "../scoreboard/mod.ts";
import { printable } from "./printable.ts";

/** A line for each class, in the order in which they appear; sessions of no class have one, too. */
export function classCounts(sessions: readonly SessionRecord[]): string {
  const counts = new Map<string, number>();
  for (const { className } of sessions) counts.set(className, (counts.get(className) ?? 0) + 1);
  return Array.from(counts, ([name, count]) => {
    const users = `${String(count).padStart(3)} user${count === 1 ? "" : "s"}`;
    return `Service class ${printable(name).padEnd(20)} - ${users}\n`;
  }).join("");
}
