/**
 * The scoreboard: a file with a record for every session on this machine that uses it.
 *
 * Daemon, sessions of a superserver and tools such as ftpwho have nothing else in common. A session
 * opens it while it still may, and goes on with the open descriptors in its chroot and as its user.
 *
 * Who may do what: a session writes its own record at any time; free records are taken, and limits
 * counted, under the mutex only; the records of processes that are gone are nobody's and are freed by
 * whoever comes upon them under the mutex.
 *
 * @module
 */

import { getegid, geteuid, getpid } from "../libc/process.ts";
import { processStart } from "../libc/process_start.ts";
import { exists, isAlive } from "./alive.ts";
import { currentBoot, type Header, recognise } from "./header.ts";
import { Mutex } from "./mutex.ts";
import { Place } from "./place.ts";
import { isSysError } from "../libc/sys_error.ts";
import { livingSessions, readBoard } from "./read_board.ts";
import type { SessionRecord } from "./record.ts";
import { recordOffset, Records } from "./records.ts";
import { ScoreboardRefused } from "./refused.ts";
import { Slot, type SlotChanges } from "./slot.ts";

/** How a scoreboard is opened. */
export interface BoardOptions {
  /** ScoreboardMutex: the lock's path; that of the scoreboard with `.lck` unless said. */
  readonly mutex?: string;
}

/** Readable by everybody, as the original's. */
const MODE = 0o644;

/** Milliseconds after which records are checked thoroughly again, when somebody counts them. */
const SCRUB_INTERVAL = 30_000;

/** An open scoreboard. */
export class Board {
  #slot: Slot | undefined;
  #index = -1;

  private constructor(
    private file: string,
    private readonly records: Records,
    private readonly mutex: Mutex,
  ) {}

  /** Where it is. */
  get path(): string {
    return this.file;
  }

  /**
   * For a daemon that starts: opens the scoreboard at the absolute `path` with this process as its
   * master. Records of living sessions, which a daemon left behind that was killed, stay and count
   * on. A scoreboard of another version or of the original, an empty file and a symbolic link are
   * replaced. Throws `ScoreboardRefused` for any other file, since somebody may need it, and for a
   * directory that everybody may write to; throws `SysError`.
   */
  static create(path: string, options: BoardOptions = {}): Board {
    const board = Board.#open(path, options, getpid());
    board.scrub();
    return board;
  }

  /**
   * For a session: opens the scoreboard at `path`, or makes it where there is none yet, for `master`
   * (a daemon's process id; 0 under a superserver). Throws `ScoreboardRefused` for what is no
   * scoreboard of this version, and `SysError`.
   */
  static open(path: string, master: number, options: BoardOptions = {}): Board {
    return Board.#open(path, options, undefined, master);
  }

  /**
   * For a tool: opens the scoreboard at `path` as it is, with the mutex that it names; needs the
   * rights of its owner. Throws `ScoreboardRefused` for what is no scoreboard of this version, and
   * `SysError` (ENOENT where there is none).
   */
  static existing(path: string): Board {
    const { header } = readBoard(path);
    return Board.#open(path, { mutex: header.mutex }, undefined, header.masterPid);
  }

  static #open(
    path: string,
    options: BoardOptions,
    newMaster: number | undefined,
    master = newMaster ?? 0,
  ): Board {
    for (;;) {
      const mutex = Mutex.open(options.mutex ?? `${path}.lck`);
      try {
        const records = mutex.hold(() =>
          // A daemon that stops removes both files: then everybody who waited starts again.
          mutex.isCurrent() ? openRecords(path, mutex.path, newMaster, master) : undefined
        );
        if (records) return new Board(path, records, mutex);
      } catch (error) {
        mutex.close();
        throw error;
      }
      mutex.close();
    }
  }

  /**
   * Takes a record for this process, which has one only. Throws `SysError`. Called inside of
   * `underLock`, the decision to let the session in and its record are one step.
   */
  claim(values: SlotChanges): Slot {
    if (this.#slot) throw new Error("this process has a record already");
    return this.mutex.hold(() => {
      const { records } = this;
      records.load();
      this.#index = freeIndex(records);
      const pid = getpid();
      return this.#slot = new Slot(records.fd, recordOffset(this.#index), {
        uid: geteuid(),
        gid: getegid(),
        sessionBegin: Date.now(),
        protocol: "ftp",
        ...values,
        pid,
        processStart: processStart(pid) ?? 0,
      });
    });
  }

  /**
   * Calls `decide` with the records of all other living sessions while nobody else may count or
   * claim: what it does to this session's record (`claim`, `slot.update`) is seen by the next one who
   * counts. Fifty logins at once thus let exactly as many in as the limit says. Throws `SysError`
   * (EAGAIN when the lock cannot be had), and what `decide` throws.
   */
  underLock<T>(decide: (others: readonly SessionRecord[]) => T): T {
    return this.mutex.hold(() => {
      this.records.load();
      this.#dropDead(this.#isScrubDue());
      return decide(this.#living());
    });
  }

  /** Frees the records of all processes that are gone and returns the ids of those. */
  scrub(): number[] {
    return this.mutex.hold(() => this.#scrub());
  }

  /** As `scrub` for somebody who must not wait: undefined when the lock is taken. */
  tryScrub(): number[] | undefined {
    return this.mutex.holdIfFree(() => this.#scrub());
  }

  #scrub(): number[] {
    this.records.load();
    const dropped = this.#dropDead(true);
    this.records.trim();
    return dropped;
  }

  /**
   * Frees the record of a child that has ended. Does not wait: false when the lock is taken, and the
   * record is left to the next `scrub` (nobody counts it meanwhile).
   */
  scrubPid(pid: number): boolean {
    const done = this.mutex.holdIfFree(() => {
      const { records } = this;
      records.load();
      for (let i = 0; i < records.count; i++) if (records.pidOf(i) === pid) records.free(i);
      records.trim();
      return true;
    });
    return done ?? false;
  }

  /** The records of all living sessions, this one's included, as they are now; takes no lock. */
  sessions(): SessionRecord[] {
    this.records.load();
    return livingSessions(this.records);
  }

  /**
   * Moves scoreboard and mutex to the absolute `path` and to where `options` says: sessions have them
   * open, go on with them and count on. False, and nothing is changed, when they cannot be moved: there
   * are files already, or it is another file system. Throws `ScoreboardRefused` for a directory
   * that everybody may write to, and `SysError`.
   */
  moveTo(path: string, options: BoardOptions = {}): boolean {
    const mutex = options.mutex ?? `${path}.lck`;
    const before = this.mutex.path;
    if (path === this.path && mutex === before) return true;
    return this.mutex.hold(() => {
      try {
        if (mutex !== before) this.mutex.moveTo(mutex);
        if (path !== this.path) this.#moveFile(path);
      } catch (error) {
        if (this.mutex.path !== before) this.mutex.moveTo(before);
        if (isSysError(error, "EEXIST", "EXDEV", "EINVAL", "ENOENT")) return false;
        throw error;
      }
      this.records.load();
      const found = recognise(this.records.image, this.records.length);
      if (found.kind === "ours") this.records.writeHeader({ ...found.header, mutex }, false);
      return true;
    });
  }

  #moveFile(path: string): void {
    using from = Place.open(this.path);
    using to = Place.open(path);
    from.moveTo(to);
    this.file = path;
  }

  /** Removes scoreboard and mutex, unless another daemon has taken them over. Throws `SysError`. */
  remove(): void {
    this.mutex.hold(() => {
      using place = Place.open(this.path);
      this.records.load();
      const file = recognise(this.records.image, this.records.length);
      if (file.kind === "ours" && file.header.masterPid !== getpid()) return;
      if (place.holds(this.records.fd)) place.unlink();
      this.mutex.remove();
    });
  }

  /** Closes the files. */
  close(): void {
    this.records.close();
    this.mutex.close();
  }

  #living(): SessionRecord[] {
    const { records } = this;
    return records.indices().filter((i) => i !== this.#index && records.pidOf(i) !== 0)
      .map((i) => records.at(i));
  }

  /**
   * A process id that another process was given since is found by a thorough look only; without a
   * daemon (inetd) nobody else would ever take one.
   */
  #isScrubDue(): boolean {
    const file = recognise(this.records.image, this.records.length);
    return file.kind === "ours" && Math.abs(Date.now() - file.header.scrubbed) > SCRUB_INTERVAL &&
      // In a chroot without /proc it would find nothing.
      processStart(getpid()) !== undefined;
  }

  #dropDead(thorough: boolean): number[] {
    const { records } = this;
    const dropped: number[] = [];
    for (let i = 0; i < records.count; i++) {
      const pid = records.pidOf(i);
      if (pid === 0 || i === this.#index) continue;
      if (thorough ? isAlive(pid, records.processStartOf(i)) : exists(pid)) continue;
      records.free(i);
      dropped.push(pid);
    }
    if (thorough) records.markScrubbed(Date.now());
    return dropped;
  }
}

/** The first record that is nobody's, or the one behind the last. */
function freeIndex(records: Records): number {
  const all = records.indices();
  return all.find((i) => records.pidOf(i) === 0) ??
    all.find((i) => !exists(records.pidOf(i))) ?? records.count;
}

/** Opens the file at `path` and makes it a scoreboard of this run of the machine. */
function openRecords(
  path: string,
  mutex: string,
  newMaster: number | undefined,
  master: number,
): Records {
  using place = Place.open(path);
  if (newMaster !== undefined && place.isLink()) place.unlink();
  let records = new Records(place.openFile(MODE));
  try {
    records.load();
    const file = recognise(records.image, records.length);
    const boot = currentBoot();
    if (file.kind === "ours" && file.header.boot === boot) {
      if (newMaster !== undefined) {
        records.writeHeader(freshHeader(newMaster, boot, mutex), false);
      }
      return records;
    }
    if (file.kind === "foreign") throw new ScoreboardRefused(path, file.reason);
    if (file.kind === "other scoreboard") {
      if (newMaster === undefined) throw new ScoreboardRefused(path, file.reason);
      // Those who have the old one open may go on with it; they do not know our mutex.
      place.unlink();
      records = replace(records, place);
    }
    records.writeHeader(freshHeader(master, boot, mutex), true);
    return records;
  } catch (error) {
    records.close();
    throw error;
  }
}

/** A new file at `place` instead of `old`. */
function replace(old: Records, place: Place): Records {
  const fresh = new Records(place.openFile(MODE));
  old.close();
  return fresh;
}

function freshHeader(masterPid: number, boot: string, mutex: string): Header {
  const now = Date.now();
  const masterStart = masterPid === 0 ? 0 : processStart(masterPid) ?? 0;
  return { masterPid, masterStart, started: now, scrubbed: now, boot, mutex };
}
