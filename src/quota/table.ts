/**
 * The files that quotas are kept in, which other programs read and write at the same time:
 * the original's sessions and `ftpquota`.
 *
 * Sessions of the original lock a record by fcntl(2) while they change it, and so it is done here.
 * Records move when one before them is deleted: a place is only worth something while the record
 * that lies there is locked and has been looked at.
 *
 * @module
 */

import { close, ftruncate, O, open, pread, pwrite } from "../libc/files.ts";
import { errno } from "../libc/errno.ts";
import { flockWithin, lockWithin, type Stretch, unflock, unlock } from "../libc/locks.ts";
import { fstat } from "../libc/statx.ts";
import { SysError } from "../libc/sys_error.ts";
import {
  HEADER_SIZE,
  isAbout,
  MAGIC,
  type QuotaKey,
  RECORD_SIZE,
  type TableKind,
} from "./records.ts";

/** A file that is not the table that it should be. */
export class BadTable extends Error {
  override readonly name = "BadTable";
}

/** Milliseconds to wait for others, who hold a lock for a few system calls. */
const PATIENCE = 5000;

/** Records that are read at once. */
const AT_ONCE = 512;

/** A record in memory, and where it lies in the file, in bytes. */
export interface Placed {
  readonly offset: number;
  readonly view: DataView<ArrayBuffer>;
  /** Where it starts in `view`. */
  readonly at: number;
}

/** An open table. */
export class Table {
  private constructor(
    readonly path: string,
    readonly kind: TableKind,
    private readonly fd: number,
  ) {}

  /** Opens the table at `path`. Throws `SysError`, and `BadTable` for a file that is something else. */
  static open(path: string, kind: TableKind, writable: boolean): Table {
    const fd = open(path, (writable ? O.RDWR : O.RDONLY) | O.NONBLOCK | O.NOCTTY);
    try {
      const header = new DataView(new ArrayBuffer(HEADER_SIZE));
      const count = pread(fd, new Uint8Array(header.buffer), 0);
      if (count < HEADER_SIZE || header.getUint32(0, true) !== MAGIC[kind]) {
        throw new BadTable("bad table header");
      }
      return new Table(path, kind, fd);
    } catch (error) {
      close(fd);
      throw error;
    }
  }

  /** Makes an empty table at `path`. Throws `SysError`, EEXIST where there is a file. */
  static create(path: string, kind: TableKind): void {
    const fd = open(path, O.WRONLY | O.CREAT | O.EXCL | O.NOCTTY, 0o644);
    try {
      const header = new DataView(new ArrayBuffer(HEADER_SIZE));
      header.setUint32(0, MAGIC[kind], true);
      pwrite(fd, new Uint8Array(header.buffer), 0);
    } finally {
      close(fd);
    }
  }

  /** The records in their order. What is left behind the last whole one is none. */
  *records(): Generator<Placed> {
    const size = RECORD_SIZE[this.kind];
    const bytes = new Uint8Array(AT_ONCE * size);
    const view = new DataView(bytes.buffer);
    for (let from = HEADER_SIZE;;) {
      const count = pread(this.fd, bytes, from);
      const whole = count - count % size;
      for (let at = 0; at < whole; at += size) yield { offset: from + at, view, at };
      if (whole === 0) return;
      from += whole;
    }
  }

  /** The first record about `key`. */
  find(key: QuotaKey): Placed | undefined {
    for (const placed of this.records()) if (isAbout(placed.view, placed.at, key)) return placed;
    return undefined;
  }

  /** The record at `offset` if it is about `key`. */
  findAt(offset: number, key: QuotaKey): Placed | undefined {
    const size = RECORD_SIZE[this.kind];
    const bytes = new Uint8Array(size);
    if (pread(this.fd, bytes, offset) < size) return undefined;
    const view = new DataView(bytes.buffer);
    return isAbout(view, 0, key) ? { offset, view, at: 0 } : undefined;
  }

  /** Runs `work` while nobody else changes the record at `offset`. Throws `SysError` (EAGAIN). */
  holding<T>(offset: number, work: () => T): T {
    return this.#holding({ start: offset, length: RECORD_SIZE[this.kind] }, work);
  }

  /**
   * Runs `work` while nobody else changes anything: neither sessions nor the original's ftpquota, which
   * locks by flock(2). Throws `SysError` (EAGAIN).
   */
  holdingAll<T>(work: () => T): T {
    return this.#holding({ start: 0, length: 0 }, () => {
      if (!flockWithin(this.fd, PATIENCE)) throw new SysError("flock", errno.EAGAIN, this.path);
      try {
        return work();
      } finally {
        unflock(this.fd);
      }
    });
  }

  #holding<T>(stretch: Stretch, work: () => T): T {
    if (!lockWithin(this.fd, PATIENCE, stretch)) {
      throw new SysError("lock", errno.EAGAIN, this.path);
    }
    try {
      return work();
    } finally {
      unlock(this.fd, stretch);
    }
  }

  /** Puts `record` where `offset` is; to be called by whoever holds that place. */
  overwrite(offset: number, record: DataView<ArrayBuffer>): void {
    pwrite(this.fd, new Uint8Array(record.buffer, record.byteOffset, record.byteLength), offset);
  }

  /**
   * Puts `record` behind the others and tells where that is. A half one that somebody left there is
   * written over. To be called by whoever holds everything.
   */
  append(record: DataView<ArrayBuffer>): number {
    const offset = this.#end();
    try {
      this.overwrite(offset, record);
    } catch (error) {
      ftruncate(this.fd, offset);
      throw error;
    }
    return offset;
  }

  /** Takes the record at `offset` away; those behind it move. To be called by whoever holds everything. */
  remove(offset: number): void {
    const size = RECORD_SIZE[this.kind];
    const end = this.#end();
    const rest = new Uint8Array(end - offset - size);
    for (let at = 0; at < rest.length;) {
      const count = pread(this.fd, rest.subarray(at), offset + size + at);
      if (count === 0) throw new SysError("pread", errno.EIO, this.path);
      at += count;
    }
    if (rest.length > 0) this.overwrite(offset, new DataView(rest.buffer));
    ftruncate(this.fd, end - size);
  }

  /** Where the last whole record ends. */
  #end(): number {
    const records = fstat(this.fd).size - HEADER_SIZE;
    return HEADER_SIZE + records - records % RECORD_SIZE[this.kind];
  }

  /** Closes the file. */
  close(): void {
    close(this.fd);
  }
}
