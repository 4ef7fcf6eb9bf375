/**
 * The table of bans: a file of fixed records that the daemon and its sessions have open.
 *
 * Who looks whether a client is banned reads it once and takes no lock: each record is written as a
 * whole. Who changes it holds the lock of the file itself, which nobody else can take: its mode is 0600.
 * A session goes on with the open descriptor in its jail and as its user.
 *
 * Strangers make it grow up to `MOST_BANS` and `MOST_EVENTS` records, and no further.
 *
 * @module
 */

import { stringOf } from "../libc/bytes.ts";
import { errno } from "../libc/errno.ts";
import { close, ftruncate, pread, pwrite } from "../libc/files.ts";
import { lockWithin, unlock } from "../libc/locks.ts";
import { SysError } from "../libc/sys_error.ts";
import { blankImage, type Image, Place, ScoreboardRefused } from "../scoreboard/mod.ts";
import {
  type Ban,
  type BanKind,
  type Entry,
  type EventCount,
  packEntry,
  RECORD_SIZE,
  type Subject,
  unpackEntry,
} from "./record.ts";
import { shownEvent } from "./events.ts";
import { BanTableRefused } from "./refused.ts";

/** How many can be banned at once. */
export const MOST_BANS = 512;
/** How many events can be counted at once. */
export const MOST_EVENTS = 512;

/** Bytes in front of the records. */
const HEADER_SIZE = 64;
/** The first bytes of every table of ours. */
const MAGIC = "FTPBANS\n";
/** Counts the formats. */
const VERSION = 1;
/** Offsets in the header; `serial` is the number of the last ban. */
const AT = { version: 8, recordSize: 12, serial: 16 };

/** Milliseconds to wait for others: a thousand times longer than anybody needs. */
const PATIENCE = 2000;

/** How many seconds ago something was over, in the original's words. */
function ago(until: number, now: number): string {
  return `has expired (${Math.floor((now - until) / 1000)} seconds ago)`;
}

/** What became of a ban that was asked for. */
export type Added = "added" | "present" | "full";

/** An open table. */
export class BanTable {
  #image: Image = blankImage(HEADER_SIZE);
  #length = 0;

  private constructor(
    /** Where it is. */
    readonly path: string,
    private readonly fd: number,
    /** Takes a line for the BanLog: what has expired, what was given up for want of room. */
    private readonly tell: (line: string) => void,
  ) {}

  /**
   * Opens the table at the absolute `path`, or makes it; an empty file, such as the original leaves,
   * becomes one. Throws `BanTableRefused` for any other file, for a link and for a directory that
   * everybody may write to, and `SysError`.
   */
  static open(path: string, tell: (line: string) => void): BanTable {
    let fd: number;
    try {
      using place = Place.open(path);
      fd = place.openFile(0o600);
    } catch (error) {
      if (error instanceof ScoreboardRefused) throw new BanTableRefused(path, error.reason);
      throw error;
    }
    const table = new BanTable(path, fd, tell);
    try {
      table.#recognise();
      return table;
    } catch (error) {
      close(fd);
      throw error;
    }
  }

  /** Those who are banned at `now`, in the order in which they were. Takes no lock. Throws `SysError`. */
  bans(now = Date.now()): Ban[] {
    this.#load();
    return this.#entries()
      .flatMap((entry) => entry?.is === "ban" && entry.ban.until > now ? [entry] : [])
      .sort((a, b) => a.serial - b.serial)
      .map(({ ban }) => ban);
  }

  /** Those that were banned after the ban number `serial`, and the number of the last of all. */
  bansSince(serial: number, now = Date.now()): { readonly bans: Ban[]; readonly serial: number } {
    const last = this.#lastSerial();
    if (last === serial) return { bans: [], serial };
    this.#load();
    const bans = this.#entries().flatMap((entry) =>
      entry?.is === "ban" && entry.serial > serial && entry.ban.until > now ? [entry.ban] : []
    );
    return { bans, serial: last };
  }

  /** What is counted at `now`. Takes no lock. Throws `SysError`. */
  events(now = Date.now()): EventCount[] {
    this.#load();
    return this.#entries().flatMap((entry) =>
      entry?.is === "event" && entry.event.until > now ? [entry.event] : []
    );
  }

  /**
   * Bans somebody. Where there are `MOST_BANS` already, the oldest ban that followed from an event
   * makes room; those by hand never do. Throws `SysError` (EAGAIN when others do not let go of the
   * table).
   */
  add(ban: Ban): Added {
    return this.#underLock(() => {
      this.#dropExpired(ban.since);
      const entries = this.#entries();
      const known = entries.findIndex((entry) => entry?.is === "ban" && isSame(entry.ban, ban));
      if (known >= 0) return "present";
      const index = this.#roomFor(entries);
      if (index === undefined) return "full";
      const serial = this.#lastSerial() + 1;
      this.#write(index, { is: "ban", ban, serial });
      this.#writeSerial(serial);
      return "added";
    });
  }

  /** The record for one more ban; undefined where there is none. */
  #roomFor(entries: readonly (Entry | undefined)[]): number | undefined {
    const bans = entries.flatMap((entry, index) =>
      entry?.is === "ban" ? [{ ban: entry.ban, index }] : []
    );
    if (bans.length < MOST_BANS) return freeIndex(entries);
    const oldest = bans.filter(({ ban }) => !ban.byHand)
      .reduce<typeof bans[number] | undefined>(
        (first, it) => first && first.ban.since <= it.ban.since ? first : it,
        undefined,
      );
    if (!oldest) return undefined;
    const { kind, name } = oldest.ban;
    this.tell(
      `maximum number of ban slots (${MOST_BANS}) already in use: dropped the oldest, ` +
        `${kind} '${name}'`,
    );
    return oldest.index;
  }

  /**
   * Counts an event once more and gives the count, which never goes above `most`. Where
   * `MOST_EVENTS` are counted already, the oldest makes room. Throws as `add`.
   */
  count(event: Omit<EventCount, "count">): number {
    return this.#underLock(() => {
      this.#dropExpired(event.since);
      const entries = this.#entries();
      const known = entries.findIndex((entry) =>
        entry?.is === "event" && entry.event.event === event.event && isSame(entry.event, event)
      );
      const entry = entries[known];
      if (entry?.is === "event") {
        const count = Math.min(entry.event.count + 1, event.most);
        this.#write(known, { is: "event", event: { ...entry.event, most: event.most, count } });
        return count;
      }
      this.#write(this.#roomForEvent(entries), { is: "event", event: { ...event, count: 1 } });
      this.tell(`added ban event for ${shownEvent(event.event)}`);
      return 1;
    });
  }

  #roomForEvent(entries: readonly (Entry | undefined)[]): number {
    const events = entries.flatMap((entry, index) =>
      entry?.is === "event" ? [{ event: entry.event, index }] : []
    );
    if (events.length < MOST_EVENTS) return freeIndex(entries);
    const oldest = events.reduce((first, it) => first.event.since <= it.event.since ? first : it);
    const { event, name } = oldest.event;
    this.tell(
      `maximum number of ban event slots (${MOST_EVENTS}) already in use: dropped the ` +
        `oldest, ${shownEvent(event)} of '${name}'`,
    );
    return oldest.index;
  }

  /**
   * Takes back the bans that `isMeant` says yes to, and gives how many of `kind` there were before,
   * and how many of them are gone. Throws as `add`.
   */
  remove(
    kind: BanKind,
    isMeant: (ban: Ban) => boolean,
    now = Date.now(),
  ): { readonly present: number; readonly removed: number } {
    return this.#underLock(() => {
      this.#dropExpired(now);
      let present = 0;
      let removed = 0;
      for (const [index, entry] of this.#entries().entries()) {
        if (entry?.is !== "ban" || entry.ban.kind !== kind) continue;
        present += 1;
        if (!isMeant(entry.ban)) continue;
        this.#free(index);
        removed += 1;
      }
      return { present, removed };
    });
  }

  /** Frees what is over at `now`, and says so. Does not wait: nothing happens while others are at it. */
  tidy(now = Date.now()): void {
    if (!lockWithin(this.fd, 0)) return;
    try {
      this.#load();
      this.#dropExpired(now);
    } finally {
      unlock(this.fd);
    }
  }

  /** Forgets everything. Throws as `add`. */
  clear(): void {
    this.#underLock(() => ftruncate(this.fd, HEADER_SIZE));
  }

  /** Closes it. */
  close(): void {
    close(this.fd);
  }

  #underLock<T>(work: () => T): T {
    if (!lockWithin(this.fd, PATIENCE)) throw new SysError("lock", errno.EAGAIN, this.path);
    try {
      this.#load();
      return work();
    } finally {
      unlock(this.fd);
    }
  }

  #dropExpired(now: number): void {
    for (const [index, entry] of this.#entries().entries()) {
      const what = entry?.is === "ban" ? entry.ban : entry?.event;
      if (!entry || !what || what.until > now) continue;
      this.#free(index);
      this.tell(
        entry.is === "ban"
          ? `ban for ${what.kind} '${what.name}' ${ago(what.until, now)}`
          : `ban event ${shownEvent(entry.event.event)} entry '${what.name}' ${
            ago(what.until, now)
          }`,
      );
    }
  }

  /** Makes an empty file a table; throws `BanTableRefused` for what is none. */
  #recognise(): void {
    if (!lockWithin(this.fd, PATIENCE)) throw new SysError("lock", errno.EAGAIN, this.path);
    try {
      this.#load();
      const { bytes, view } = this.#image;
      const isOurs = this.#length >= HEADER_SIZE && stringOf(bytes, 0, MAGIC.length) === MAGIC;
      if (this.#length > 0 && !isOurs) {
        throw new BanTableRefused(this.path, "it is no table of bans");
      }
      const isCurrent = isOurs && view.getUint32(AT.version, true) === VERSION &&
        view.getUint32(AT.recordSize, true) === RECORD_SIZE;
      if (isCurrent) return;
      if (isOurs) this.tell(`'${this.path}' has the format of another version: all bans are lost`);
      ftruncate(this.fd, 0);
      const header = blankImage(HEADER_SIZE);
      for (let i = 0; i < MAGIC.length; i++) header.bytes[i] = MAGIC.charCodeAt(i);
      header.view.setUint32(AT.version, VERSION, true);
      header.view.setUint32(AT.recordSize, RECORD_SIZE, true);
      pwrite(this.fd, header.bytes, 0);
    } finally {
      unlock(this.fd);
    }
  }

  /** Reads the whole file, of which there is never more than all records. */
  #load(): void {
    for (;;) {
      const { bytes } = this.#image;
      this.#length = pread(this.fd, bytes, 0);
      if (this.#length < bytes.length || bytes.length >= LARGEST) return;
      this.#image = blankImage(Math.min(LARGEST, bytes.length * 8));
    }
  }

  /** All records as they were when the file was last read; undefined for those that are free. */
  #entries(): (Entry | undefined)[] {
    const count = Math.max(0, Math.floor((this.#length - HEADER_SIZE) / RECORD_SIZE));
    return Array.from({ length: count }, (_, index) => unpackEntry(this.#image, offsetOf(index)));
  }

  #write(index: number, entry: Entry): void {
    const image = blankImage(RECORD_SIZE);
    packEntry(image, 0, entry);
    pwrite(this.fd, image.bytes, offsetOf(index));
  }

  #free(index: number): void {
    const blank = new Uint8Array(RECORD_SIZE);
    pwrite(this.fd, blank, offsetOf(index));
    this.#image.bytes.set(blank, offsetOf(index));
  }

  #lastSerial(): number {
    const { bytes, view } = blankImage(4);
    return pread(this.fd, bytes, AT.serial) < bytes.length ? 0 : view.getUint32(0, true);
  }

  #writeSerial(serial: number): void {
    const { bytes, view } = blankImage(4);
    view.setUint32(0, serial, true);
    pwrite(this.fd, bytes, AT.serial);
  }
}

/** Bytes of a table with all its records, and one more: who reads less has read everything. */
const LARGEST = HEADER_SIZE + (MOST_BANS + MOST_EVENTS) * RECORD_SIZE + 1;

function offsetOf(index: number): number {
  return HEADER_SIZE + index * RECORD_SIZE;
}

/** The first record that is free, or the one behind the last. */
function freeIndex(entries: readonly (Entry | undefined)[]): number {
  const index = entries.indexOf(undefined);
  return index < 0 ? entries.length : index;
}

function isSame(a: Subject, b: Subject): boolean {
  return a.kind === b.kind && a.name === b.name && a.server === b.server;
}
