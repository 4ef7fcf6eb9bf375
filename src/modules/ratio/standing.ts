/**
 * What a client has moved, what that leaves to its credit, and how that is told. The texts are the
 * original's, which calls kibibytes `Mbytes` in one place.
 *
 * @module
 */

import type { Ratio } from "./directives.ts";

/** What has been moved, in files and KiB. */
export interface Moved {
  readonly filesIn: number;
  readonly kibIn: number;
  readonly filesOut: number;
  readonly kibOut: number;
}

/** What somebody has moved who has moved nothing yet. */
export const UNMOVED: Moved = { filesIn: 0, kibIn: 0, filesOut: 0, kibOut: 0 };

/** What somebody may download; numbers may be below 0, Infinity is for who has no limit. */
export interface Credit {
  readonly files: number;
  readonly kib: number;
}

/** What `ratio` leaves to the credit of who has `moved` so much. */
export function creditOf(ratio: Ratio, moved: Moved): Credit {
  return {
    files: earned(ratio.files, moved.filesIn) + ratio.fileCredit - moved.filesOut,
    kib: Math.max(0, earned(ratio.bytes, moved.kibIn) + ratio.byteCredit - moved.kibOut),
  };
}

function earned(rate: number, uploaded: number): number {
  return rate < 0 ? Math.floor(uploaded / -rate) : uploaded * rate;
}

/** Whether there is any limit. */
export function isLimited({ files, bytes }: Ratio): boolean {
  return files !== 0 || bytes !== 0;
}

/** MiB as told: whole ones. */
function mib(kib: number): number {
  return Math.trunc(kib / 1024);
}

function shown(rate: number, unit: "F" | "B"): string {
  return rate > 0 ? `1:${rate}${unit}` : `${-rate}:1${unit}`;
}

/** KiB below which a credit is called low. */
const LOW = 5 * 1024;

/** The line behind logins, transfers and listings; `leech` is what it says of who has no limit. */
export function standingLine(ratio: Ratio | undefined, moved: Moved, leech: string): string {
  const sums = `Down: ${moved.filesOut} Files (${mib(moved.kibOut)}mb)  ` +
    `Up: ${moved.filesIn} Files (${mib(moved.kibIn)}mb)`;
  if (ratio === undefined || !isLimited(ratio)) return `${sums}  ${leech}`;
  const { files, kib } = creditOf(ratio, moved);
  const parts = [
    ...ratio.files === 0 ? [] : [`   ${shown(ratio.files, "F")} CR: ${files}`],
    ...ratio.bytes === 0 ? [] : [`   ${shown(ratio.bytes, "B")} CR: ${mib(kib)}`],
  ];
  return sums + parts.join("");
}

/** The lines of SITE RATIO. */
export function ratioLines(ratio: Ratio | undefined, moved: Moved): readonly string[] {
  const { files: rate, fileCredit, bytes: byteRate, byteCredit } = ratio ?? NONE;
  const { files, kib } = ratio ? creditOf(ratio, moved) : { files: 0, kib: 0 };
  const marks = `${rate !== 0 && files < 1 ? " [NO F]" : ""}` +
    `${byteRate !== 0 && kib < LOW ? " [LO B]" : ""}`;
  const lines = [
    `Current Ratio: ( -${moved.filesOut}/${mib(moved.kibOut)} ` +
    `+${moved.filesIn}/${mib(moved.kibIn)} (${rate} ${fileCredit} ${byteRate} ${byteCredit}) = ` +
    `${files}/${mib(kib)}${marks} )`,
  ];
  if (rate !== 0) {
    lines.push(
      `Files: ${shown(rate, "F")}  Down: ${moved.filesOut}  Up: ${moved.filesIn}  ` +
        `CR: ${files} file${files === 1 ? "" : "s"}`,
    );
  }
  if (byteRate !== 0) {
    lines.push(
      `Bytes: ${shown(byteRate, "B")}  Down: ${mib(moved.kibOut)}mb  Up: ${mib(moved.kibIn)}mb  ` +
        `CR: ${mib(kib)} Mbytes`,
    );
  }
  return lines;
}

const NONE = { files: 0, fileCredit: 0, bytes: 0, byteCredit: 0 };

/** Why a file of `kib` KiB called `name` may not be downloaded, and of what kind that is. */
export function refusalOf(
  ratio: Ratio,
  moved: Moved,
  name: string,
  kib: number,
): { readonly kind: "files" | "bytes"; readonly line: string } | undefined {
  const credit = creditOf(ratio, moved);
  if (ratio.files !== 0 && credit.files < 1) {
    const line = `${name}: FILE RATIO: ${shown(ratio.files, "F")}  ` +
      `Down: ${moved.filesOut}  Up: only ${moved.filesIn}!`;
    return { kind: "files", line };
  }
  if (ratio.bytes !== 0 && credit.kib < kib) {
    const line = `${name}: BYTE RATIO: ${shown(ratio.bytes, "B")}  ` +
      `Down: ${mib(moved.kibOut)}mb  Up: only ${mib(moved.kibIn)}mb!`;
    return { kind: "bytes", line };
  }
  return undefined;
}
