/**
 * What quotas count: bytes and files, up, down and both together.
 *
 * @module
 */

/** One number of each kind: limits, what is used of them, or a change of that. */
export interface Amounts {
  /** Bytes uploaded, which is what a user has on the disk. */
  readonly bytesIn: number;
  /** Bytes downloaded. */
  readonly bytesOut: number;
  /** Bytes that went over the wire, in either direction. */
  readonly bytesXfer: number;
  /** Files uploaded: how many there are of a user. */
  readonly filesIn: number;
  /** Files downloaded. */
  readonly filesOut: number;
  /** Files transferred, in either direction. */
  readonly filesXfer: number;
}

/** What is counted: bytes or files, and which way they went. */
export type Kind = keyof Amounts;

/** The kinds in bytes, in the order of the tables. */
export const BYTES = ["bytesIn", "bytesOut", "bytesXfer"] as const satisfies readonly Kind[];
/** The kinds in files, in the order of the tables. */
export const FILES = ["filesIn", "filesOut", "filesXfer"] as const satisfies readonly Kind[];
/** All kinds, in the order of the tables. */
export const KINDS: readonly Kind[] = [...BYTES, ...FILES];

/** None of anything. */
export const NOTHING: Amounts = {
  bytesIn: 0,
  bytesOut: 0,
  bytesXfer: 0,
  filesIn: 0,
  filesOut: 0,
  filesXfer: 0,
};

/** The largest number of files that a table can hold. */
const MOST_FILES = 0xffff_ffff;

/** `make` called for each kind. */
export function amounts(make: (kind: Kind) => number): Amounts {
  return {
    bytesIn: make("bytesIn"),
    bytesOut: make("bytesOut"),
    bytesXfer: make("bytesXfer"),
    filesIn: make("filesIn"),
    filesOut: make("filesOut"),
    filesXfer: make("filesXfer"),
  };
}

/** What is used after `change`: never less than nothing, and no more files than a table can hold. */
export function changed(used: Amounts, change: Amounts): Amounts {
  return amounts((kind) => {
    const sum = Math.max(0, used[kind] + change[kind]);
    return kind === "filesIn" || kind === "filesOut" || kind === "filesXfer"
      ? Math.min(sum, MOST_FILES)
      : sum;
  });
}

/** Whether `change` changes nothing. */
export function isNothing(change: Amounts): boolean {
  return KINDS.every((kind) => change[kind] === 0);
}
