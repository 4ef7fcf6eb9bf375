/**
 * Copying within the server: a file, a link, or a directory with all that is in it.
 *
 * Everything is looked at before anything is made: where a part may not be read or written nothing is
 * copied. A file appears under its name when it is complete, and takes the place of another one only
 * then. What was made is removed again when something goes wrong later on.
 *
 * @module
 */

import { entriesOf } from "../../fs/listing/entries.ts";
import { basename, dirname, isWithin, joinPath } from "../../fs/paths.ts";
import { errno } from "../../libc/errno.ts";
import { S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, type Stat } from "../../libc/statx.ts";
import { isSysError, SysError } from "../../libc/sys_error.ts";
import { settingsAt } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";
import { allowOverwrite } from "../core/overwrite.ts";
import { withUmask } from "../core/umask.ts";
import { copyFile } from "./copy_file.ts";

/** Deeper trees are refused. */
const DEEPEST = 256;
/** Larger ones too: one command should have an end. */
const MOST_ENTRIES = 100_000;

/** What is asked before anything is made; both throw `FtpError` for a no. */
export interface Demands {
  /** Whether the source `path` may be read. */
  source(path: string): void;
  /** Whether something may be made at `path`. */
  destination(path: string): void;
}

/** One thing to copy. */
interface Item {
  readonly from: string;
  readonly to: string;
  readonly stat: Stat;
}

/**
 * Copies what is at `from` to `to`, both inside the session's root. Throws what `demands` throw,
 * `SysError`, and `SessionEnd` when the session is to end meanwhile. `keep`: what was made stays when
 * something goes wrong.
 */
export function copyTree(
  session: Session,
  from: string,
  to: string,
  demands: Demands,
  keep: boolean,
): void {
  const items = itemsAt(session, from, to, demands);
  const made: (() => void)[] = [];
  let complete = false;
  try {
    for (const item of items) {
      session.waiter.attend();
      const undo = copyItem(session, item);
      if (undo) made.push(undo);
    }
    complete = true;
  } finally {
    if (!complete && !keep) {
      session.copies.length = 0;
      for (const undo of made.reverse()) attemptTo(undo);
    }
  }
}

/** Everything to copy, a directory before what is in it. */
function itemsAt(session: Session, from: string, to: string, demands: Demands): readonly Item[] {
  const { root, waiter } = session;
  const items: Item[] = [];
  function add(from: string, to: string, depth: number): void {
    if (depth > DEEPEST) throw new SysError("copy", errno.ELOOP, from);
    if (items.length >= MOST_ENTRIES) throw new SysError("copy", errno.EFBIG, from);
    waiter.attend();
    const stat = root.lstat(from);
    demands.source(from);
    demands.destination(to);
    demandFit(session, stat, to);
    items.push({ from, to, stat });
    if (typeOf(stat) !== S_IFDIR) return;
    for (const name of entriesOf(root, from)) {
      add(joinPath(from, name), joinPath(to, name), depth + 1);
    }
  }
  // A copy inside of what is copied would never end.
  const isTree = typeOf(root.lstat(from)) === S_IFDIR;
  if (isTree && to !== from && isWithin(resolved(session, to), resolved(session, from))) {
    throw new SysError("copy", errno.EINVAL, to);
  }
  if (isTree) addParents();
  add(from, to, 0);
  return items;

  /** A directory gets those above it that are missing; a file does not. As in the original. */
  function addParents(): void {
    const stat = root.lstat(from);
    for (const path of missingAbove(session, to)) {
      demands.destination(path);
      items.push({ from, to: path, stat });
    }
  }
}

/** The directories above `path` that are not there, the highest first. */
function missingAbove({ root }: Session, path: string): readonly string[] {
  const missing: string[] = [];
  let above = dirname(path);
  while (above !== "/" && root.tryLstat(above) === undefined) {
    missing.unshift(above);
    above = dirname(above);
  }
  return missing;
}

/** Throws `SysError` where what is at `to` cannot be replaced by, or merged with, such a thing. */
function demandFit(session: Session, stat: Stat, to: string): void {
  const there = session.root.tryLstat(to);
  const type = typeOf(stat);
  if (type !== S_IFREG && type !== S_IFDIR && type !== S_IFLNK) {
    throw new SysError("copy", errno.EINVAL, to);
  }
  if (there === undefined) return;
  // Whatever is there, itself included: what is in the way is not told before.
  if (type === S_IFREG && !settingsAt(session, to).get(allowOverwrite)) {
    throw new SysError("copy", errno.EACCES, to);
  }
  if (isSame(stat, there) && type !== S_IFDIR) return;
  if (type === S_IFDIR) {
    if (typeOf(there) !== S_IFDIR) throw new SysError("copy", errno.ENOTDIR, to);
  } else if (typeOf(there) === S_IFDIR) {
    throw new SysError("copy", errno.EISDIR, to);
  } else if (type === S_IFLNK || typeOf(there) !== S_IFREG) {
    throw new SysError("copy", errno.EEXIST, to);
  }
}

/** Copies one thing; what takes it away again, unless it was there before. */
function copyItem(session: Session, { from, to, stat }: Item): (() => void) | undefined {
  const { root } = session;
  const there = root.tryLstat(to);
  switch (typeOf(stat)) {
    case S_IFDIR:
      if (there !== undefined) return undefined;
      withUmask(session, to, "directory", () => root.mkdir(to, 0o777));
      return () => root.rmdir(to);
    case S_IFLNK:
      if (there !== undefined && isSame(stat, there)) return undefined;
      root.symlink(root.readlink(from), to);
      return () => root.unlink(to);
    default:
      if (there === undefined || !isSame(stat, there)) {
        copyFile(session, from, to, there !== undefined);
      }
      remember(session, to, stat.size);
      return there === undefined ? () => root.unlink(to) : undefined;
  }
}

/** Notes a copy for the TransferLog, in which the original calls it deleted. */
function remember(session: Session, path: string, bytes: number): void {
  session.copies.push({
    path: session.root.realPath(path),
    direction: "d",
    bytes,
    milliseconds: 0,
    type: session.data.type,
    complete: true,
  });
}

function attemptTo(undo: () => void): void {
  try {
    undo();
  } catch (error) {
    // Somebody else has put something there, or taken it away: then it is not ours to remove.
    if (!isSysError(error)) throw error;
  }
}

function isSame(a: Stat, b: Stat): boolean {
  return a.inode === b.inode && a.device === b.device;
}

function typeOf({ mode }: Stat): number {
  return mode & S_IFMT;
}

/** `path` by the one name of its directory, as far as that is there. */
function resolved(session: Session, path: string): string {
  try {
    return session.root.chdir(path);
  } catch (error) {
    if (!isSysError(error)) throw error;
  }
  if (path === "/") return path; // nothing can be made below it
  return joinPath(resolved(session, dirname(path)), basename(path));
}
