/**
 * Making a home directory, with root's rights as a rule, in places that users may be able to change
 * meanwhile: step by step from one open directory to the next, so that nothing that is swapped for a
 * link leads anywhere else.
 *
 * @module
 */

import { basename, dirname } from "../../../fs/paths.ts";
import { renameWithoutReplacing } from "../../../fs/rename.ts";
import { errno } from "../../../libc/errno.ts";
import { close, mkdirAt, O, open, openAt, readlinkAt } from "../../../libc/files.ts";
import { geteuid } from "../../../libc/process.ts";
import {
  AT_SYMLINK_NOFOLLOW,
  fstat,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  tryStatAt,
} from "../../../libc/statx.ts";
import { isSysError, SysError } from "../../../libc/sys_error.ts";
import { uniqueName } from "../../xfer/unique_name.ts";
import { copySkeleton, handOver, openNew, type Owner, removeTree } from "./copy_skeleton.ts";

/** What is made. */
export interface Making {
  /** Permission bits. */
  readonly mode: number;
  readonly parentMode: number;
  /** What directories do not get of them. */
  readonly umask: number;
  /** Who gets missing directories on the way. */
  readonly parents: Owner;
  /** Whose home it is, and so everything in it. */
  readonly user: Owner;
  /** The group of the home directory itself. */
  readonly group: number;
  readonly skeleton: string | undefined;
  /** Hears of what did not work. */
  warn(text: string): void;
  /** Hears of what was done, at a depth of debugging. */
  tell(depth: number, text: string): void;
}

/**
 * Makes the directory `home` (absolute, without `.` and `..`), which should be missing, and what is
 * missing on the way. Nobody sees it before it is complete; should another session be faster, that
 * one's stays. What of the skeleton cannot be copied is told and left out. Throws `SysError`.
 */
export function makeHome(home: string, making: Making): void {
  const parent = openParents(dirname(home), making);
  try {
    const name = basename(home);
    if (tryStatAt(parent, name, AT_SYMLINK_NOFOLLOW)) {
      throw new SysError("mkdir", errno.EEXIST, home);
    }
    const part = uniqueName(`.${name.slice(0, LONGEST_PREFIX)}.`);
    named(home, () => mkdirAt(parent, part, 0o700));
    try {
      furnish(openNew(parent, part), home, making);
      renameWithoutReplacing(parent, part, parent, name);
    } catch (error) {
      removeTree(parent, part);
      if (!isSysError(error, "EEXIST")) throw error;
    }
  } finally {
    close(parent);
  }
}

/** With what is added, a name has to stay below NAME_MAX (255). */
const LONGEST_PREFIX = 200;

/** Fills the open and empty directory `fd`, which will be `home`, then gives it away. Closes it. */
function furnish(fd: number, home: string, making: Making): void {
  const { user, group, mode, umask, skeleton, warn, tell } = making;
  try {
    tell(5, `CreateHome: directory '${home}' created`);
    if (skeleton !== undefined) {
      tell(4, `CreateHome: copying skel files from '${skeleton}' into '${home}'`);
      copySkeleton(skeleton, fd, { home, owner: user, umask, warn });
    }
    handOver(fd, { uid: user.uid, gid: group }, mode & ~umask, home, warn);
  } finally {
    close(fd);
  }
}

/**
 * Opens the directory `path`. What is missing of it is made; a link is followed if it leads to
 * something, and, with root's rights, if nobody but root can have made it.
 */
function openParents(path: string, making: Making): number {
  let at = open("/", O.PATH | O.DIRECTORY);
  try {
    let seen = "";
    for (const name of path.split("/").filter((name) => name !== "")) {
      seen += `/${name}`;
      at = replaced(at, named(seen, () => step(at, name, seen, making)));
    }
    return at;
  } catch (error) {
    close(at);
    throw error;
  }
}

/** The directory `name` in `at`, `path` in full. */
function step(at: number, name: string, path: string, making: Making): number {
  if (!tryStatAt(at, name, AT_SYMLINK_NOFOLLOW)) return makeParent(at, name, path, making);
  making.tell(3, `CreateHome: '${path}' already exists`);
  return follow(at, name, { links: 0 });
}

function makeParent(at: number, name: string, path: string, making: Making): number {
  const { parents, parentMode, umask, warn, tell } = making;
  try {
    mkdirAt(at, name, parentMode | 0o700);
  } catch (error) {
    // Another session was faster.
    if (isSysError(error, "EEXIST")) return follow(at, name, { links: 0 });
    throw error;
  }
  const fd = openNew(at, name);
  tell(5, `CreateHome: directory '${path}' created`);
  handOver(fd, parents, parentMode & ~umask, path, warn);
  return fd;
}

/** More links than that on the way are a circle, as the kernel has it (path_resolution(7)). */
const MOST_LINKS = 40;

/** The directory that `name` in `at` is or leads to. Throws `SysError`; nothing is made. */
function follow(at: number, name: string, count: { links: number }): number {
  const fd = openAt(at, name, O.PATH | O.NOFOLLOW);
  const { mode, uid } = fstat(fd);
  if ((mode & S_IFMT) === S_IFDIR) return fd;
  try {
    if ((mode & S_IFMT) !== S_IFLNK) throw new SysError("open", errno.ENOTDIR);
    const isForeign = geteuid() === 0 && uid !== 0;
    if (isForeign || ++count.links > MOST_LINKS) throw new SysError("open", errno.ELOOP);
    const target = readlinkAt(fd, "");
    let place = target.startsWith("/")
      ? open("/", O.PATH | O.DIRECTORY)
      : openAt(at, ".", O.PATH | O.DIRECTORY);
    try {
      for (const part of target.split("/").filter((part) => part !== "")) {
        place = replaced(place, follow(place, part, count));
      }
      return place;
    } catch (error) {
      close(place);
      throw error;
    }
  } finally {
    close(fd);
  }
}

/** Closes the directory `before`; gives the next one. */
function replaced(before: number, next: number): number {
  close(before);
  return next;
}

/** Runs `work`; a `SysError` of it is about `path`. */
function named<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof SysError ? new SysError(error.call, error.errno, path) : error;
  }
}
