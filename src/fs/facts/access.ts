/**
 * What the user may do to the entries of a directory, as the letters of the fact `perm`
 * (RFC 3659 §7.5.5).
 *
 * @module
 */

import { ACCESS, mayAccess } from "../../libc/files.ts";
import { AT_SYMLINK_NOFOLLOW, S_IFDIR, S_IFMT, type Stat } from "../../libc/statx.ts";

/** What asks the kernel about one file: one bit of `ACCESS` at a time. */
export type Question = (mode: number) => boolean;

/**
 * The letters for a directory, or for anything else. Deleting (`d`) and renaming (`f`) of a file are
 * said to be possible whenever the file is there, as the original has it: a guess, which the RFC
 * allows.
 */
export function permLetters(isDirectory: boolean, may: Question): string {
  const read = may(ACCESS.R);
  const write = may(ACCESS.W);
  if (!isDirectory) return (write ? "a" : "") + "df" + (read ? "r" : "") + (write ? "w" : "");
  return (read ? "fl" : "") + (write ? "cdmp" : "") + (may(ACCESS.X) ? "e" : "");
}

/**
 * The letters for the entries of the open directory `fd`. Asking takes two or three system calls,
 * so the answer for one file is taken for all of the directory that have the same mode, owner,
 * group and file system.
 */
export class EntryAccess {
  readonly #known = new Map<string, string>();

  constructor(private readonly fd: number) {}

  /** The letters for the entry `name`, no link, of which `stat` is known. */
  of(name: string, stat: Stat): string {
    const key = `${stat.mode}:${stat.uid}:${stat.gid}:${stat.device}`;
    let letters = this.#known.get(key);
    if (letters === undefined) {
      letters = permLetters(
        (stat.mode & S_IFMT) === S_IFDIR,
        (mode) => mayAccess(this.fd, name, mode, AT_SYMLINK_NOFOLLOW),
      );
      this.#known.set(key, letters);
    }
    return letters;
  }
}
