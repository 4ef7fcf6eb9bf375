/**
 * The quota room: tables of limits and of what is used of them, in the original's format.
 *
 * @module
 */

export {
  type Amounts,
  amounts,
  BYTES,
  changed,
  FILES,
  isNothing,
  type Kind,
  KINDS,
  NOTHING,
} from "./amounts.ts";
export {
  type Limit,
  limitAt,
  limitRecord,
  LONGEST_NAME,
  MAGIC,
  type QuotaKey,
  type QuotaType,
  RECORD_SIZE,
  type TableKind,
  type Tally,
  tallyAt,
  tallyRecord,
} from "./records.ts";
export { BadTable, type Placed, Table } from "./table.ts";
export { TableTally } from "./tallies.ts";
