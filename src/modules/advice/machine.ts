/**
 * What advice on a configuration asks the machine: whom it knows, and what lies where.
 *
 * @module
 */

import {
  AT_FDCWD,
  AT_SYMLINK_NOFOLLOW,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  tryStatAt,
} from "../../libc/statx.ts";
import { getgrnam, getpwnam } from "../../libc/users.ts";

/** Answers about the machine; paths and names are byte strings. */
export interface Machine {
  /** What is at `path`, links followed; undefined when nothing can be seen there. */
  look(path: string): { readonly directory: boolean; readonly mode: number } | undefined;
  /** The first symbolic link on the way to `path`, itself included. */
  firstLink(path: string): string | undefined;
  hasUser(name: string): boolean;
  hasGroup(name: string): boolean;
}

/** This machine; each question is asked once, since thousands of servers may name the same user. */
export function thisMachine(): Machine {
  return {
    look: once(asked.look),
    firstLink: once(asked.firstLink),
    hasUser: once(asked.hasUser),
    hasGroup: once(asked.hasGroup),
  };
}

function once<T>(ask: (word: string) => T): (word: string) => T {
  const answers = new Map<string, T>();
  return (word) => {
    const known = answers.get(word);
    if (known !== undefined || answers.has(word)) return known as T;
    const answer = ask(word);
    answers.set(word, answer);
    return answer;
  };
}

const asked: Machine = {
  look(path) {
    const stat = tryStatAt(AT_FDCWD, path);
    return stat && { directory: (stat.mode & S_IFMT) === S_IFDIR, mode: stat.mode };
  },
  firstLink(path) {
    for (let end = path.indexOf("/", 1);; end = path.indexOf("/", end + 1)) {
      const part = end < 0 ? path : path.slice(0, end);
      const stat = tryStatAt(AT_FDCWD, part, AT_SYMLINK_NOFOLLOW);
      if (stat === undefined) return undefined;
      if ((stat.mode & S_IFMT) === S_IFLNK) return part;
      if (end < 0) return undefined;
    }
  },
  hasUser: (name) => getpwnam(name) !== undefined,
  hasGroup: (name) => getgrnam(name) !== undefined,
};
