/**
 * Counting in a tally table, exactly, whoever else counts there.
 *
 * @module
 */

import { type Amounts, KINDS, NOTHING } from "./amounts.ts";
import { type QuotaKey, tallyAt, tallyRecord } from "./records.ts";
import type { Placed, Table } from "./table.ts";

/** How often a record is looked for again that somebody moves again and again. */
const TRIES = 100;

/** One record of a tally table. */
export class TableTally {
  #offset = 0;

  private constructor(private readonly table: Table, private readonly key: QuotaKey) {}

  /** The record about `key`, undefined where there is none. Throws `SysError`. */
  static find(table: Table, key: QuotaKey): TableTally | undefined {
    const placed = table.find(key);
    if (!placed) return undefined;
    const tally = new TableTally(table, key);
    tally.#offset = placed.offset;
    return tally;
  }

  /** Adds a record about `key`, unless somebody else has just done so. Throws `SysError`. */
  static create(table: Table, key: QuotaKey): TableTally {
    const tally = new TableTally(table, key);
    tally.#create();
    return tally;
  }

  #create(): void {
    const { table, key } = this;
    this.#offset = table.holdingAll(() =>
      table.find(key)?.offset ?? table.append(tallyRecord({ ...key, amounts: NOTHING }))
    );
  }

  /** What is used. Throws `SysError`. */
  get used(): Amounts {
    return this.change(() => undefined);
  }

  /**
   * Writes what `decide` makes of what is used, all in one step; undefined leaves it as it is.
   * Gives what is used then. Throws `SysError`.
   */
  change(decide: (used: Amounts) => Amounts | undefined): Amounts {
    const { table, key } = this;
    for (let tries = 0; tries < TRIES; tries++) {
      const result = table.holding(this.#offset, () => {
        const placed = table.findAt(this.#offset, key);
        return placed && this.#decide(placed, decide);
      });
      if (result) return result;
      // ftpquota has deleted it, or one before it.
      const found = table.find(key);
      if (found) this.#offset = found.offset;
      else this.#create();
    }
    throw new RangeError(`${table.path}: the record of ${key.type} '${key.name}' is never at rest`);
  }

  #decide({ view, at, offset }: Placed, decide: (used: Amounts) => Amounts | undefined): Amounts {
    // Its own name stays, be it of type `all`, where it means nothing.
    const { name, amounts } = tallyAt(view, at);
    const used = decide(amounts) ?? amounts;
    if (KINDS.some((kind) => used[kind] !== amounts[kind])) {
      this.table.overwrite(offset, tallyRecord({ type: this.key.type, name, amounts: used }));
    }
    return used;
  }
}
