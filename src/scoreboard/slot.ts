/**
 * A session's own record. Nobody else writes to it while the session lives, so no lock is needed.
 *
 * @module
 */

import { pwriteFrom } from "../libc/files.ts";
import { type Region, region } from "../libc/memory.ts";
import {
  type FieldName,
  fitField,
  offsetOf,
  packRecord,
  RECORD_SIZE,
  type SessionRecord,
  unpackRecord,
  writeField,
} from "./record.ts";

/** What a session may say of itself; the process ids are the room's own business. */
export type SlotChanges = Partial<Omit<SessionRecord, "pid" | "processStart">>;

/** What is said of a transfer while its command runs: the fields in front of the command's. */
const TRANSFERRED = ["transferSize", "transferDone", "transferElapsed"] as const;

/** A claimed record. */
export class Slot {
  readonly #image: Region = region(RECORD_SIZE);
  readonly #values: Record<FieldName, string | number>;
  /** The stretch of the record that the file does not have yet, in bytes; empty where `#end` is 0. */
  #start = RECORD_SIZE;
  #end = 0;
  #released = false;

  /** Writes the whole record to the file `fd` at `offset`; `values` are those of a new session. */
  constructor(
    private readonly fd: number,
    private readonly offset: number,
    values: Partial<SessionRecord>,
  ) {
    packRecord(this.#image, 0, values);
    this.#values = { ...unpackRecord(this.#image, 0) };
    this.#write(0, RECORD_SIZE);
  }

  /** The record as it is in the file, or will be after `show`. */
  get record(): SessionRecord {
    return unpackRecord(this.#image, 0);
  }

  /**
   * A command begins at `time`, and what was said of the last transfer is over. As `note`, without
   * looking at every field: runs with every command.
   */
  beginCommand(command: string, args: string, time: number): void {
    if (this.#released) return;
    const values = this.#values;
    let start = offsetOf("commandBegin");
    for (const name of TRANSFERRED) {
      if (values[name] === 0) continue;
      values[name] = 0;
      writeField(this.#image, 0, name, 0);
      start = offsetOf("transferSize");
    }
    values.commandBegin = time;
    values.idleBegin = 0;
    writeField(this.#image, 0, "commandBegin", time);
    let end = writeField(this.#image, 0, "idleBegin", 0);
    if (values.command !== command) {
      values.command = fitField("command", command);
      end = writeField(this.#image, 0, "command", values.command);
    }
    if (values.arguments !== args) {
      values.arguments = fitField("arguments", args);
      end = writeField(this.#image, 0, "arguments", values.arguments);
    }
    this.#mark(start, end);
  }

  /** The command is done at `time`, and nothing else is different. As `beginCommand`. */
  endCommand(time: number): void {
    if (this.#released) return;
    this.#values.idleBegin = time;
    this.#mark(offsetOf("idleBegin"), writeField(this.#image, 0, "idleBegin", time));
  }

  /** Changes the record; `show` writes it. Does nothing after `release`. */
  note(changes: SlotChanges): void {
    if (this.#released) return;
    for (const name in changes) {
      const field = name as keyof SlotChanges;
      const given = changes[field];
      if (given === undefined || given === this.#values[field]) continue;
      const value = fitField(field, given);
      if (value === this.#values[field]) continue;
      this.#values[field] = value;
      this.#mark(offsetOf(field), writeField(this.#image, 0, field, value));
    }
  }

  /** Changes the record and writes it at once. Throws `SysError`. */
  update(changes: SlotChanges): void {
    this.note(changes);
    this.show();
  }

  /**
   * Writes what the file does not have yet, and nothing where it has all: one system call for the
   * stretch from the first changed field to the last. Throws `SysError`.
   */
  show(): void {
    if (this.#end === 0 || this.#released) return;
    const start = this.#start;
    const end = this.#end;
    this.#start = RECORD_SIZE;
    this.#end = 0;
    this.#write(start, end);
  }

  /** The bytes from `start` up to `end` are different from those in the file. */
  #mark(start: number, end: number): void {
    if (start < this.#start) this.#start = start;
    if (end > this.#end) this.#end = end;
  }

  /** Gives the record back: the session is over. Throws `SysError`. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    writeField(this.#image, 0, "pid", 0);
    this.#write(0, 4);
  }

  #write(start: number, end: number): void {
    pwriteFrom(this.fd, this.#image, start, end - start, this.offset + start);
  }
}
