/**
 * A file tree that writes down how much more, or less, of the user's is in it.
 *
 * @module
 */

import { LookingRoot } from "../../fs/looking_root.ts";
import type { Root } from "../../fs/root.ts";
import { O } from "../../libc/files.ts";
import { S_IFDIR, S_IFMT, S_IFREG, type Stat } from "../../libc/statx.ts";

/** Told of what happens in the tree, one by one. Paths are those of the session's root. */
export interface Ledger {
  /** Whether files at `path` do not count. */
  isExempt(path: string): boolean;
  /** Throws `SysError` (EDQUOT) where there is no room for one more file of `size` bytes. */
  demandRoom(path: string, size: number): void;
  /** There is a file at `path` that did not count before, of `size` bytes. */
  gains(size: number): void;
  /** A file that counted is gone from `path`, or counts no longer. */
  loses(path: string, stat: Stat): void;
  /** A directory has been made. */
  makes(path: string, stat: Stat): void;
  /** A directory has been removed. */
  removes(stat: Stat): void;
}

/** `root` under the eyes of `ledger`. */
export class LedgerRoot extends LookingRoot {
  constructor(root: Root, private readonly ledger: Ledger) {
    super(root);
  }

  open(path: string, flags: number, mode?: number): number {
    const makes = (flags & O.EXCL) !== 0 && !this.ledger.isExempt(path);
    if (!makes) return this.root.open(path, flags, mode);
    this.ledger.demandRoom(path, 0);
    const fd = this.root.open(path, flags, mode);
    this.ledger.gains(0);
    return fd;
  }

  mkdir(path: string, mode: number): void {
    this.root.mkdir(path, mode);
    const stat = this.root.tryLstat(path);
    if (stat) this.ledger.makes(path, stat);
  }

  rmdir(path: string): void {
    const stat = this.root.tryLstat(path);
    this.root.rmdir(path);
    if (stat && typeOf(stat) === S_IFDIR) this.ledger.removes(stat);
  }

  unlink(path: string): void {
    const stat = this.#countedAt(path);
    this.root.unlink(path);
    if (stat) this.ledger.loses(path, stat);
  }

  rename(from: string, to: string, options: { replace: boolean }): void {
    const moved = this.root.tryLstat(from);
    const replaced = this.#countedAt(to);
    const isFile = moved !== undefined && typeOf(moved) === S_IFREG;
    const before = isFile && !this.ledger.isExempt(from);
    const after = isFile && !this.ledger.isExempt(to);
    if (after && !before) this.ledger.demandRoom(to, moved.size);
    this.root.rename(from, to, options);
    // rename(2) does nothing where both are names of one file.
    if (replaced && !(isFile && isSame(moved, replaced))) this.ledger.loses(to, replaced);
    if (after && !before) this.ledger.gains(moved.size);
    if (before && !after) this.ledger.loses(from, moved);
  }

  symlink(target: string, path: string): void {
    this.root.symlink(target, path);
  }

  chmod(path: string, mode: number): void {
    this.root.chmod(path, mode);
  }

  chown(path: string, uid: number, gid: number): void {
    this.root.chown(path, uid, gid);
  }

  utimes(path: string, atime: number, mtime: number): void {
    this.root.utimes(path, atime, mtime);
  }

  /** The attributes of the file at `path`, if there is one that counts. */
  #countedAt(path: string): Stat | undefined {
    const stat = this.root.tryLstat(path);
    if (stat === undefined || typeOf(stat) !== S_IFREG) return undefined;
    return this.ledger.isExempt(path) ? undefined : stat;
  }
}

function isSame(a: Stat, b: Stat): boolean {
  return a.inode === b.inode && a.device === b.device;
}

function typeOf({ mode }: Stat): number {
  return mode & S_IFMT;
}
