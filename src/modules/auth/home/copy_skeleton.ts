/**
 * Copying the skeleton of `CreateHome` into a new home directory, from descriptor to descriptor: no
 * link of the skeleton's is followed, and none leads out of the home while root writes there.
 *
 * @module
 */

import { copyContents } from "../../../fs/copy_contents.ts";
import { isWithin } from "../../../fs/paths.ts";
import { namesIn } from "../../../fs/listing/entries.ts";
import {
  chownAt,
  close,
  closeWritten,
  fchmod,
  fchown,
  mkdirAt,
  O,
  open,
  openAt,
  readlinkAt,
  rmdirAt,
  symlinkAt,
  unlinkAt,
} from "../../../libc/files.ts";
import { geteuid } from "../../../libc/process.ts";
import {
  AT_SYMLINK_NOFOLLOW,
  fstat,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  statAt,
} from "../../../libc/statx.ts";
import { SysError } from "../../../libc/sys_error.ts";

/** Who something belongs to. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Where a copy goes. */
export interface Copying {
  /** What the open directory will be called. */
  readonly home: string;
  readonly owner: Owner;
  /** What directories do not get of the skeleton's permission bits. */
  readonly umask: number;
  /** Hears of what cannot be copied. */
  warn(text: string): void;
}

/** What files and directories keep of the permission bits: all but set-user-ID and set-group-ID. */
const KEPT = 0o1777;

/**
 * Copies what is in the directory `skeleton` into the open directory `target`. Links that hold a
 * path in the skeleton hold the one in the home afterwards; FIFOs, sockets and devices are left out.
 * What fails is told, and left out as well.
 */
export function copySkeleton(skeleton: string, target: number, copying: Copying): void {
  const told = `CreateHome: error copying '${skeleton}' skel files`;
  unlessItFails(told, copying, () => {
    const source = open(skeleton, O.RDONLY | O.DIRECTORY);
    try {
      // It was checked when the server started.
      if ((fstat(source).mode & 0o002) !== 0) copying.warn(`${told}: it is world-writable`);
      else copyEntries(source, target, "", { ...copying, skeleton });
    } finally {
      close(source);
    }
  });
}

interface Place extends Copying {
  readonly skeleton: string;
}

/** Copies everything in the open directory `source`; `below` is its path in the skeleton. */
function copyEntries(source: number, target: number, below: string, place: Place): void {
  for (const name of namesIn(source, "almost")) {
    const path = `${below}/${name}`;
    const told = `CreateHome: error copying '${place.skeleton}${path}' to '${place.home}${path}'`;
    unlessItFails(told, place, () => copyEntry(source, target, name, path, place));
  }
}

function copyEntry(source: number, target: number, name: string, path: string, place: Place): void {
  switch (statAt(source, name, AT_SYMLINK_NOFOLLOW).mode & S_IFMT) {
    case S_IFDIR:
      return copyDirectory(source, target, name, path, place);
    case S_IFREG:
      return copyFile(source, target, name, path, place);
    case S_IFLNK:
      return copyLink(source, target, name, place);
  }
}

function copyDirectory(
  source: number,
  target: number,
  name: string,
  path: string,
  place: Place,
): void {
  const from = openAt(source, name, O.RDONLY | O.DIRECTORY | O.NOFOLLOW);
  try {
    mkdirAt(target, name, 0o700);
    const to = openNew(target, name);
    try {
      copyEntries(from, to, path, place);
      const mode = fstat(from).mode & KEPT & ~place.umask;
      handOver(to, place.owner, mode, place.home + path, place.warn);
    } finally {
      close(to);
    }
  } finally {
    close(from);
  }
}

function copyFile(source: number, target: number, name: string, path: string, place: Place): void {
  // Without waiting: it may be a FIFO by now.
  const from = openAt(source, name, O.RDONLY | O.NOFOLLOW | O.NONBLOCK | O.NOCTTY);
  try {
    const { mode } = fstat(from);
    if ((mode & S_IFMT) !== S_IFREG) return;
    const to = openAt(target, name, O.WRONLY | O.CREAT | O.EXCL, 0o600);
    try {
      copyContents(from, to, () => {});
      handOver(to, place.owner, mode & KEPT, place.home + path, place.warn);
    } finally {
      closeWritten(to);
    }
  } finally {
    close(from);
  }
}

function copyLink(source: number, target: number, name: string, place: Place): void {
  const { skeleton, home, owner } = place;
  const held = readlinkAt(source, name);
  symlinkAt(
    isWithin(held, skeleton) ? home + held.slice(skeleton.length) : held,
    target,
    name,
  );
  if (geteuid() === 0) chownAt(target, name, owner.uid, owner.gid, AT_SYMLINK_NOFOLLOW);
}

/**
 * Gives the open file or directory `fd`, `path`, to `owner`, as far as this process may, and sets its
 * permission bits. What fails is told.
 */
export function handOver(
  fd: number,
  { uid, gid }: Owner,
  mode: number,
  path: string,
  warn: (text: string) => void,
): void {
  const told = { warn };
  // What an ordinary user makes is that user's; only the group can still be another.
  const superuser = geteuid() === 0;
  if (superuser || fstat(fd).gid !== gid) {
    const change = () => fchown(fd, superuser ? uid : -1, gid);
    unlessItFails(`error setting ownership of '${path}'`, told, change);
  }
  unlessItFails(`error setting permissions of '${path}'`, told, () => fchmod(fd, mode & KEPT));
}

/** Opens a directory that was just made. */
export function openNew(at: number, name: string): number {
  return openAt(at, name, O.RDONLY | O.DIRECTORY | O.NOFOLLOW);
}

/** Removes the directory `name` in `at` with all that is in it. Throws `SysError`. */
export function removeTree(at: number, name: string): void {
  const fd = openNew(at, name);
  try {
    for (const entry of namesIn(fd, "almost")) {
      const { mode } = statAt(fd, entry, AT_SYMLINK_NOFOLLOW);
      if ((mode & S_IFMT) === S_IFDIR) removeTree(fd, entry);
      else unlinkAt(fd, entry);
    }
  } finally {
    close(fd);
  }
  rmdirAt(at, name);
}

/** Does `work`; a `SysError` of it is told. */
function unlessItFails(
  told: string,
  { warn }: { warn(text: string): void },
  work: () => void,
): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    warn(`${told}: ${error.reason}`);
  }
}
