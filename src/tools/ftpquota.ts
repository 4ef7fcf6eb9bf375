/**
 * `ftpquota`: makes and changes the tables of mod_quotatab_file. A table is changed in place, one
 * record at a time and under the locks that sessions and the original's ftpquota heed.
 *
 * @module
 */

import { isSysError } from "../libc/sys_error.ts";
import {
  type Amounts,
  amounts,
  BadTable,
  limitRecord,
  type QuotaKey,
  Table,
  tallyRecord,
} from "../quota/mod.ts";
import { fail, print } from "./output.ts";
import { type Operation, parseQuotaOptions, type QuotaWork } from "./quota_options.ts";
import { recordLines } from "./quota_show.ts";
import { FTPQUOTA_USAGE } from "./quota_usage.ts";

/** What cannot be done; `message` says why. */
class Refused extends Error {
  constructor(message: string, readonly status: number) {
    super(message);
  }
}

/** What Perl's die ends with. */
const DEATH = 255;

/** Does what `args` ask for; the result is the exit status. */
export function ftpquota(args: readonly string[]): number {
  const request = parseQuotaOptions(args);
  if (request.kind === "help") {
    print(1, FTPQUOTA_USAGE);
    return 0;
  }
  if (request.kind === "refuse") {
    fail(request.message);
    return request.status;
  }
  for (const notice of request.notices) fail(notice);
  if (request.operations.length === 0) {
    print(1, "ftpquota: no operations to perform, exiting\n");
    return 0;
  }
  try {
    for (const operation of request.operations) new Operations(request, operation).run();
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fail(`ftpquota: ${error.message}`);
    return error.status;
  }
}

/** One operation on a table. */
class Operations {
  constructor(private readonly work: QuotaWork, private readonly operation: Operation) {}

  run(): void {
    switch (this.operation) {
      case "create-table":
        return this.#create();
      case "show-records":
        return this.#withTable(false, (table) => this.#show(table));
      default:
        return this.#withTable(true, (table) => this.#change(table, this.#key()));
    }
  }

  #tell(text: string): void {
    if (this.work.verbose) print(1, `ftpquota: ${text}\n`);
  }

  #create(): void {
    const { path, table } = this.work;
    this.#tell("creating new table");
    try {
      Table.create(path, table);
    } catch (error) {
      if (!isSysError(error)) throw error;
      if (error.code === "EEXIST") throw new Refused("cannot create existing table", DEATH);
      throw new Refused(`unable to create ${path}: ${error.reason}`, error.errno);
    }
    this.#tell("writing header for new table");
    this.#tell(`closing table '${path}'`);
  }

  #withTable(writable: boolean, use: (table: Table) => void): void {
    const { path, table: kind } = this.work;
    this.#tell(`opening table '${path}'`);
    this.#tell(`checking table '${path}'`);
    const table = this.#open(writable);
    try {
      this.#tell("table has correct header");
      this.#tell(`${writable ? "write" : "read"}-locking table '${path}'`);
      use(table);
      if (writable) this.#tell(`unlocking table '${path}'`);
      if (writable) this.#tell(`closing table '${path}'`);
    } catch (error) {
      if (!isSysError(error)) throw error;
      throw new Refused(`unable to change the ${kind} table ${path}: ${error.reason}`, error.errno);
    } finally {
      table.close();
    }
  }

  #open(writable: boolean): Table {
    const { path, table } = this.work;
    try {
      return Table.open(path, table, writable);
    } catch (error) {
      if (error instanceof BadTable) throw new Refused("mismatched table header, exiting", DEATH);
      if (!isSysError(error)) throw error;
      throw new Refused(`unable to open ${path}: ${error.reason}`, error.errno);
    }
  }

  /** What the record is found by; throws `Refused` where the command line does not tell. */
  #key(): QuotaKey {
    const { type, name } = this.work;
    if (type === undefined) {
      throw new Refused(`--${this.operation} requires --quota-type option`, 1);
    }
    if (name === undefined && type !== "all") {
      throw new Refused(`quota type "${type}" requires --name option`, 1);
    }
    return { type, name: name ?? "" };
  }

  #change(table: Table, key: QuotaKey): void {
    table.holdingAll(() => {
      const found = table.find(key);
      if (this.operation === "add-record") {
        if (found) throw new Refused("unable to add record: matching record already exists", 1);
        this.#tell("adding record");
        const offset = table.append(this.#record(key));
        this.#tell(`set table position to ${offset}`);
        this.#tell("writing record");
        return;
      }
      const deletes = this.operation === "delete-record";
      const what = deletes ? "delete" : "update";
      if (!found) throw new Refused(`unable to ${what} record: no match found`, 1);
      this.#tell(deletes ? "deleting record" : `updating table '${this.work.path}'`);
      if (deletes) table.remove(found.offset);
      else table.overwrite(found.offset, this.#record(key));
      this.#tell("writing record");
    });
  }

  /** The record that the command line describes; what it does not say is its default. */
  #record(key: QuotaKey): DataView<ArrayBuffer> {
    const { table, perSession, hard } = this.work;
    if (table === "tally") return tallyRecord({ ...key, amounts: this.#amounts(0) });
    return limitRecord({ ...key, perSession, hard, amounts: this.#amounts(-1) });
  }

  /** Unsaid bytes are `bytes`, unsaid files 0. */
  #amounts(bytes: number): Amounts {
    return amounts((kind) => this.work.amounts[kind] ?? (kind.startsWith("bytes") ? bytes : 0));
  }

  #show(table: Table): void {
    const { table: kind, unit } = this.work;
    let isEmpty = true;
    for (const placed of table.records()) {
      isEmpty = false;
      print(1, recordLines(kind, placed, unit).map((line) => `${line}\n`).join(""));
    }
    if (isEmpty) print(1, "ftpquota: (empty table)\n");
  }
}
