/**
 * mod_auth_file.c: users and groups of AuthUserFile and AuthGroupFile.
 *
 * The files are opened once, with the rights that the process has then, and read through these
 * descriptors. At login (`confine`) they are closed and only names and ids stay, for listings, and
 * outside of jails homes, for `~name/`: no hash of anybody's is within reach of a process that works
 * for one of them.
 *
 * @module
 */

import type { Hash } from "../libc/crypt.ts";
import { close, O, open } from "../libc/files.ts";
import type { Identity } from "./account.ts";
import {
  blocks,
  type GuardedBlock,
  guardedBlocks,
  linesNamed,
  linesOf,
  placesNamed,
  placesOf,
  secretAt,
} from "./colon_file.ts";
import { type GroupLine, parseGroupLine } from "./group_file.ts";
import { MOST_NAMES, Names, ownCopy } from "./names.ts";
import { matchesHash } from "./password_hash.ts";
import { parsePasswdLine, type PasswdLine } from "./passwd_file.ts";
import type { AuthSource, Confinement, SourceGroup, Verdict } from "./source.ts";
import { standInFor } from "./stand_in.ts";

/** One of the two files with the entries that count: the words behind its directive. */
export interface AuthFile {
  /** Absolute. */
  readonly path: string;
  /** `id min-max`: entries with other ids are passed over. */
  readonly ids?: { readonly min: number; readonly max: number };
  /** `name regex`: likewise names. */
  readonly name?: (name: string) => boolean;
  /** `home regex`: likewise home directories (AuthUserFile only). */
  readonly home?: (home: string) => boolean;
}

/** Opening never waits, whatever the path leads to. */
const FLAGS = O.RDONLY | O.NOCTTY | O.NONBLOCK;

/** Opens the files. Throws `SysError`; whether they may be used at all is `authFileProblem`'s business. */
export function openFileSource(
  users: AuthFile | undefined,
  groups: AuthFile | undefined,
): AuthSource {
  const usersFd = users && open(users.path, FLAGS);
  try {
    const groupsFd = groups && open(groups.path, FLAGS);
    return new FileSource(
      { fd: usersFd, accepts: (line) => users !== undefined && acceptsUser(users, line) },
      { fd: groupsFd, accepts: (line) => groups !== undefined && acceptsGroup(groups, line) },
    );
  } catch (error) {
    if (usersFd !== undefined) close(usersFd);
    throw error;
  }
}

function acceptsUser(file: AuthFile, { uid, name, home }: PasswdLine): boolean {
  return acceptsId(file, uid) && (file.name?.(name) ?? true) && (file.home?.(home) ?? true);
}

function acceptsGroup(file: AuthFile, { gid, name }: GroupLine): boolean {
  return acceptsId(file, gid) && (file.name?.(name) ?? true);
}

function acceptsId({ ids }: AuthFile, id: number): boolean {
  return ids === undefined || (id >= ids.min && id <= ids.max);
}

/** An open file; `fd` is undefined where there is none or it is closed again. */
interface OpenFile<Line> {
  fd: number | undefined;
  readonly accepts: (line: Line) => boolean;
}

class FileSource implements AuthSource {
  readonly module = "mod_auth_file.c";
  readonly #users: OpenFile<PasswdLine>;
  readonly #groups: OpenFile<GroupLine>;
  /** Names by id; filled at `confine`. */
  readonly #userNames = new Names();
  readonly #groupNames = new Names();
  /** Who is known without the file; filled at `confine` where others' homes can be seen. */
  readonly #known = new Map<string, Identity>();

  /** The last user that was looked for: a login asks for the same one again and again. */
  #last: {
    readonly name: string;
    readonly line: PasswdLine | undefined;
    readonly hash: Uint8Array | undefined;
    /** What the file has behind it. */
    readonly rest: Generator<User>;
  } | undefined;

  constructor(users: OpenFile<PasswdLine>, groups: OpenFile<GroupLine>) {
    this.#users = users;
    this.#groups = groups;
  }

  find(name: string): Identity | undefined {
    const line = this.#userLine(name);
    if (line === undefined) return this.#known.get(name);
    const { uid, gid, home, shell } = line;
    return { name, uid, gid, home, shell };
  }

  verify(name: string, password: string, instead?: Hash): Verdict {
    const line = this.#userLine(name);
    const hash = instead ?? this.#last?.hash;
    const standIn = this.#standIn(name);
    // As in the original and in passwd(5): an empty field asks for no password.
    if (line?.hash === "" && instead === undefined) return "ok";
    const matches = matchesHash(password, hash ?? standIn, standIn);
    if (typeof standIn !== "string") standIn.fill(0);
    if (line === undefined) return "no-such-user";
    return matches ? "ok" : "wrong-password";
  }

  /** Reads the rest of the file: it takes as long wherever the user stands in there, if at all. */
  refuse(): void {
    if (this.#last) Array.from(this.#last.rest);
  }

  groups(name: string): readonly SourceGroup[] | undefined {
    if (this.#groups.fd === undefined) return undefined;
    const user = this.#userLine(name);
    let primary: string | undefined;
    const others: SourceGroup[] = [];
    for (const { gid, name: group, members } of this.#groupLines()) {
      if (gid === user?.gid) primary ??= group;
      else if (members.includes(name)) others.push({ gid, name: group });
    }
    return user && [{ gid: user.gid, name: primary }, ...others];
  }

  userName(uid: number): string | undefined {
    for (const line of this.#userLines()) if (line.uid === uid) return line.name;
    return this.#userNames.name(uid);
  }

  groupName(gid: number): string | undefined {
    for (const line of this.#groupLines()) if (line.gid === gid) return line.name;
    return this.#groupNames.name(gid);
  }

  userId(name: string): number | undefined {
    return this.#userLine(name)?.uid ?? this.#userNames.id(name);
  }

  groupId(name: string): number | undefined {
    for (const line of this.#groupLines(name)) return line.gid;
    return this.#groupNames.id(name);
  }

  confine({ newRoot }: Confinement): void {
    for (const line of this.#userLines()) {
      const isFull = !this.#userNames.add(line.uid, line.name);
      if (!newRoot) this.#remember(line);
      if (isFull) break;
    }
    for (const { gid, name } of this.#groupLines()) {
      if (!this.#groupNames.add(gid, name)) break;
    }
    for (const file of [this.#users, this.#groups]) {
      if (file.fd !== undefined) close(file.fd);
      file.fd = undefined;
    }
    this.#forget();
  }

  #remember({ name, uid, gid, home, shell }: PasswdLine): void {
    const known = this.#known;
    if (known.size >= MOST_NAMES || known.has(name)) return;
    const own = ownCopy(name);
    known.set(own, { name: own, uid, gid, home: ownCopy(home), shell: ownCopy(shell) });
  }

  #userLine(name: string): PasswdLine | undefined {
    if (this.#last?.name !== name) {
      this.#forget();
      const rest = users(this.#users, name);
      const { value: user } = rest.next();
      const hash = user && secretAt(user.block, user.at);
      this.#last = { name, line: user?.line, hash, rest };
    }
    return this.#last.line;
  }

  #forget(): void {
    this.#last?.hash?.fill(0);
    this.#last?.rest.return(undefined);
    this.#last = undefined;
  }

  *#userLines(): Generator<PasswdLine> {
    for (const { line } of users(this.#users)) yield line;
  }

  #groupLines(name?: string): Generator<GroupLine> {
    return groups(this.#groups, name);
  }

  /** What is computed in the place of a hash, out of those at the start of the file; to be wiped. */
  #standIn(name: string): Uint8Array | string {
    if (this.#users.fd === undefined) return standInFor(name, []);
    for (const block of guardedBlocks(this.#users.fd)) {
      const hashes: Uint8Array[] = [];
      for (const at of placesOf(block.text)) {
        if ((parsePasswdLine(lineAt(block.text, at))?.hash ?? "") === "") continue;
        hashes.push(secretAt(block, at));
      }
      const chosen = standInFor(name, hashes);
      for (const hash of hashes) if (hash !== chosen) hash.fill(0);
      return chosen;
    }
    return standInFor(name, []);
  }
}

/** A user's line and where it stands. */
interface User {
  readonly line: PasswdLine;
  readonly block: GuardedBlock;
  readonly at: number;
}

/** The entries of a file of users that count, in order: all, or those called `name`. */
function* users(file: OpenFile<PasswdLine>, name?: string): Generator<User, undefined> {
  if (file.fd === undefined) return;
  for (const block of guardedBlocks(file.fd)) {
    const { text } = block;
    for (const at of name === undefined ? placesOf(text) : placesNamed(text, name)) {
      const line = parsePasswdLine(lineAt(text, at));
      if (line !== undefined && file.accepts(line)) yield { line, block, at };
    }
  }
}

/** The same for groups. */
function* groups(file: OpenFile<GroupLine>, name?: string): Generator<GroupLine> {
  if (file.fd === undefined) return;
  for (const block of blocks(file.fd)) {
    for (const text of name === undefined ? linesOf(block) : linesNamed(block, name)) {
      const line = parseGroupLine(text);
      if (line !== undefined && file.accepts(line)) yield line;
    }
  }
}

function lineAt(text: string, at: number): string {
  return text.slice(at, text.indexOf("\n", at));
}
