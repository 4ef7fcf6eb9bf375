/**
 * The records of quota tables, byte for byte those of mod_quotatab_file on a little-endian machine:
 * C's structs without any padding, one behind the other after four bytes that tell the kind of table.
 *
 * @module
 */

import { encodeInto, stringUntilNul } from "../libc/bytes.ts";
import { type Amounts, BYTES, FILES } from "./amounts.ts";

/** Whom a record is about. */
export type QuotaType = "all" | "user" | "group" | "class";

/** What a record is found by. */
export interface QuotaKey {
  readonly type: QuotaType;
  /** Byte string; of type `all` it means nothing. */
  readonly name: string;
}

/** What somebody may use. Amounts of 0 or less are no limits. */
export interface Limit extends QuotaKey {
  /** Whether each session starts from nothing. */
  readonly perSession: boolean;
  /** Whether an upload that goes beyond is undone; otherwise only the next one is refused. */
  readonly hard: boolean;
  readonly amounts: Amounts;
}

/** What somebody has used. */
export interface Tally extends QuotaKey {
  readonly amounts: Amounts;
}

/** Bytes for a name, the NUL behind it included. */
const NAME_SIZE = 81;
/** Bytes of the longest name. */
export const LONGEST_NAME = NAME_SIZE - 1;
const TYPE = NAME_SIZE;
const NUMBERS_SIZE = 3 * 8 + 3 * 4;

/** Bytes of what a table starts with. */
export const HEADER_SIZE = 4;
/** What the tables start with, as a number. */
export const MAGIC = { limit: 0x7626, tally: 0x7644 } as const;
/** Which table it is. */
export type TableKind = keyof typeof MAGIC;

/** Behind the type a limit has a byte for `perSession` and four for hard or soft. */
const LIMIT_NUMBERS = TYPE + 4 + 1 + 4;
const TALLY_NUMBERS = TYPE + 4;

/** Bytes of a record. */
export const RECORD_SIZE = {
  limit: LIMIT_NUMBERS + NUMBERS_SIZE,
  tally: TALLY_NUMBERS + NUMBERS_SIZE,
} as const;

const TYPES: readonly (readonly [QuotaType, number])[] = [
  ["all", 10],
  ["user", 20],
  ["group", 30],
  ["class", 40],
];
const HARD = 1;
const SOFT = 2;

/** Whether the record at `at` is about `type` and, unless that is `all`, `name`. */
export function isAbout(record: DataView<ArrayBuffer>, at: number, key: QuotaKey): boolean {
  if (typeAt(record, at) !== key.type) return false;
  return key.type === "all" || nameAt(record, at) === key.name.slice(0, LONGEST_NAME);
}

/** The limit at `at`; its type is undefined where the number stands for none. */
export function limitAt(
  record: DataView<ArrayBuffer>,
  at: number,
): Omit<Limit, "type"> & { readonly type: QuotaType | undefined } {
  return {
    name: nameAt(record, at),
    type: typeAt(record, at),
    perSession: record.getUint8(at + TYPE + 4) !== 0,
    // What is neither counts as the stricter one.
    hard: record.getUint32(at + TYPE + 5, true) !== SOFT,
    amounts: numbersAt(record, at + LIMIT_NUMBERS),
  };
}

/** The tally at `at`; its type is undefined where the number stands for none. */
export function tallyAt(
  record: DataView<ArrayBuffer>,
  at: number,
): Omit<Tally, "type"> & { readonly type: QuotaType | undefined } {
  return {
    name: nameAt(record, at),
    type: typeAt(record, at),
    amounts: numbersAt(record, at + TALLY_NUMBERS),
  };
}

/** `limit` as a record. A name that is too long is cut off. */
export function limitRecord(limit: Limit): DataView<ArrayBuffer> {
  const record = started(RECORD_SIZE.limit, limit);
  record.setUint8(TYPE + 4, limit.perSession ? 1 : 0);
  record.setUint32(TYPE + 5, limit.hard ? HARD : SOFT, true);
  writeNumbers(record, LIMIT_NUMBERS, limit.amounts);
  return record;
}

/** `tally` as a record. A name that is too long is cut off. */
export function tallyRecord(tally: Tally): DataView<ArrayBuffer> {
  const record = started(RECORD_SIZE.tally, tally);
  writeNumbers(record, TALLY_NUMBERS, tally.amounts);
  return record;
}

function started(size: number, { name, type }: QuotaKey): DataView<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  encodeInto(name.slice(0, LONGEST_NAME), bytes, 0);
  const record = new DataView(bytes.buffer);
  record.setUint32(TYPE, TYPES.find(([known]) => known === type)?.[1] ?? 0, true);
  return record;
}

function nameAt({ buffer, byteOffset }: DataView<ArrayBuffer>, at: number): string {
  return stringUntilNul(new Uint8Array(buffer, byteOffset + at, NAME_SIZE));
}

function typeAt(record: DataView<ArrayBuffer>, at: number): QuotaType | undefined {
  const number = record.getUint32(at + TYPE, true);
  return TYPES.find(([, known]) => known === number)?.[0];
}

function numbersAt(record: DataView<ArrayBuffer>, at: number): Amounts {
  const bytes = (index: number) => {
    const number = record.getFloat64(at + 8 * index, true);
    return Number.isFinite(number) ? number : 0;
  };
  const files = (index: number) => record.getUint32(at + 24 + 4 * index, true);
  return {
    bytesIn: bytes(0),
    bytesOut: bytes(1),
    bytesXfer: bytes(2),
    filesIn: files(0),
    filesOut: files(1),
    filesXfer: files(2),
  };
}

/** Files are unsigned in the tables: -1 is written as the largest number, as the original does. */
function writeNumbers(record: DataView<ArrayBuffer>, at: number, amounts: Amounts): void {
  BYTES.forEach((kind, index) => record.setFloat64(at + 8 * index, amounts[kind], true));
  FILES.forEach((kind, index) => record.setUint32(at + 24 + 4 * index, amounts[kind], true));
}
