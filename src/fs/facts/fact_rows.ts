/**
 * The rows of MLSD and MLST (RFC 3659 §7).
 *
 * @module
 */

import { readDirectory } from "../../libc/dirents.ts";
import { close } from "../../libc/files.ts";
import {
  AT_SYMLINK_NOFOLLOW,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  type Stat,
  tryStatAt,
} from "../../libc/statx.ts";
import { SysError } from "../../libc/sys_error.ts";
import { remembered } from "../listing/names.ts";
import type { Rows } from "../listing/request.ts";
import { RowBuffer } from "../listing/row_buffer.ts";
import { linkTarget } from "../link_target.ts";
import { joinPath } from "../paths.ts";
import { EntryAccess, permLetters } from "./access.ts";
import type { FactListing, FactRequest, FileFacts } from "./fact_request.ts";

/**
 * Answers MLSD: all entries of a directory, `.`, `..` and those with a leading dot included, in the
 * directory's own order. Links that lead nowhere are left out, as the original does.
 */
export function listFacts(request: FactRequest): FactListing {
  const { root, path } = request;
  try {
    if ((root.stat(path).mode & S_IFMT) !== S_IFDIR) return { kind: "notDirectory" };
    return { kind: "rows", rows: rowsOf(request, root.openDirectory(path)) };
  } catch (error) {
    if (error instanceof SysError) return { kind: "absent", error };
    throw error;
  }
}

/** Answers MLST: the row of one file, what a link leads to; undefined when there is none. */
export function factsOf(request: FactRequest): string | undefined {
  const { root, path } = request;
  const stat = root.tryStat(path);
  if (stat === undefined) return undefined;
  const isDirectory = (stat.mode & S_IFMT) === S_IFDIR;
  const perm = permLetters(isDirectory, (mode) => root.mayAccess(path, mode));
  const facts = factsFrom(request, stat, stat, isDirectory ? "dir" : "file", perm, path);
  return `${request.format(facts)} ${path}`;
}

function* rowsOf(request: FactRequest, fd: number): Rows {
  const out = new RowBuffer();
  const entries = new Entries({ ...request, names: remembered(request.names) }, fd);
  try {
    const names: string[] = [];
    readDirectory(fd, (name) => {
      names.push(name);
    });
    for (const name of names) {
      const facts = entries.facts(name);
      if (facts === undefined) continue;
      out.text(request.format(facts));
      out.byte(0x20);
      out.text(name);
      out.endRow();
      if (out.isFull) yield out.take();
    }
    if (!out.isEmpty) yield out.take();
  } finally {
    close(fd);
  }
}

/** The entries of one open directory. */
class Entries {
  readonly #access: EntryAccess;

  constructor(private readonly request: FactRequest, private readonly fd: number) {
    this.#access = new EntryAccess(fd);
  }

  /** The facts of the entry `name`; undefined for one that is gone, hidden, or leads nowhere. */
  facts(name: string): FileFacts | undefined {
    const { root, path, isHidden } = this.request;
    const full = joinPath(path, name);
    // What is above the root is nobody's business: the root itself knows its "..".
    const stat = name === ".." ? root.tryStat(full) : tryStatAt(this.fd, name, AT_SYMLINK_NOFOLLOW);
    if (stat === undefined) return undefined;
    const { uid, gid, mode } = stat;
    const isLink = (mode & S_IFMT) === S_IFLNK;
    if (isHidden?.({ directory: path, name, isLink, uid, gid, mode })) return undefined;
    if (isLink) return this.#link(full, stat);
    const isDirectory = (mode & S_IFMT) === S_IFDIR;
    if (name === "..") {
      const perm = permLetters(true, (bits) => root.mayAccess(full, bits));
      return factsFrom(this.request, stat, stat, "pdir", perm, full);
    }
    const type = name === "." ? "cdir" : isDirectory ? "dir" : "file";
    const perm = this.#access.of(name, stat);
    return factsFrom(this.request, stat, stat, type, perm, full);
  }

  /** A link has facts of its own, but is the same file, and as usable, as what it leads to. */
  #link(path: string, link: Stat): FileFacts | undefined {
    const { root, showSymlinks, useSlink, adjustedSymlinks } = this.request;
    const target = root.tryStat(path);
    if (target === undefined) return undefined;
    const toDirectory = (target.mode & S_IFMT) === S_IFDIR;
    const may = (mode: number) => root.mayAccess(path, mode);
    if (showSymlinks === false) {
      const type = toDirectory ? "dir" : "file";
      return factsFrom(this.request, target, target, type, permLetters(toDirectory, may), path);
    }
    const type = useSlink
      ? `OS.unix=slink:${linkTarget(root, path, adjustedSymlinks === true)}`
      : "OS.unix=symlink";
    return factsFrom(this.request, link, target, type, permLetters(false, may), path);
  }
}

function factsFrom(
  request: FactRequest,
  stat: Stat,
  identity: Stat,
  type: string,
  perm: string,
  path: string,
): FileFacts {
  const { names, fakeMode, permitted } = request;
  const isDirectory = (stat.mode & S_IFMT) === S_IFDIR;
  const left = permitted?.(path, isDirectory);
  return {
    modify: stat.mtime,
    perm: left === undefined ? perm : [...perm].filter((letter) => left.includes(letter)).join(""),
    size: isDirectory ? undefined : stat.size,
    type,
    device: identity.device,
    inode: identity.inode,
    mode: fakeMode ?? stat.mode,
    owner: stat.uid,
    ownerName: names.user(stat.uid),
    group: stat.gid,
    groupName: names.group(stat.gid),
  };
}
