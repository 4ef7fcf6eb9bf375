/**
 * NLST: names alone, for programs.
 *
 * @module
 */

import { DT, readDirectory } from "../../libc/dirents.ts";
import { close } from "../../libc/files.ts";
import { hasWildcard } from "../../libc/fnmatch.ts";
import { isSysError, SysError } from "../../libc/sys_error.ts";
import { S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, type Stat } from "../../libc/statx.ts";
import { glob } from "../glob.ts";
import { basename, joinLexically, joinPath } from "../paths.ts";
import type { Root } from "../root.ts";
import { isShown } from "./entries.ts";
import { type ListFlags, readFlags } from "./flags.ts";
import { argumentOf } from "./list.ts";
import {
  isLeftOut,
  isOffLimits,
  listability,
  type Listing,
  type ListRequest,
  type Rows,
} from "./request.ts";
import { RowBuffer } from "./row_buffer.ts";

/**
 * Answers NLST. Names come with the path they were asked for by, unless `-1` says otherwise; of the
 * flags only that one, `-a` and `-A` mean anything. Links that lead nowhere are left out: nobody could
 * retrieve them.
 */
export function nlst(request: ListRequest): Listing {
  const { root, cwd } = request;
  const { flags: sent, path } = argumentOf(request);
  const flags = readFlags("NLST", sent, request.options);
  const isListable = listability(request);
  const shown = joinLexically(cwd, path);
  if (request.globbing !== false && hasWildcard(path)) {
    const paths = glob(root, cwd, path, isListable);
    // A file with such a name is meant only where nothing matches.
    if (paths.length > 0) {
      const names = several(request, isListable, retrievable(request, paths), flags);
      return { kind: "rows", rows: rowsOf(names), isDirectory: false };
    }
    if (root.tryLstat(shown) === undefined) return { kind: "unmatched", path };
  }
  let stat: Stat;
  try {
    stat = root.stat(shown);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return { kind: "absent", path, error };
  }
  const name = asWritten(path);
  if ((stat.mode & S_IFMT) === S_IFDIR) {
    const isBare = name === "" || flags.form === "single";
    const prefix = isBare ? "" : name.endsWith("/") ? name : `${name}/`;
    const names = isListable(shown) ? namesOf(request, shown, flags) : [];
    return { kind: "rows", rows: rowsOf(names, prefix), isDirectory: true };
  }
  if ((stat.mode & S_IFMT) !== S_IFREG) return { kind: "irregular", path };
  const written = flags.form === "single" ? basename(name) : name;
  const names = isOffLimits(request, isListable, shown, stat) ? [] : [written];
  return { kind: "rows", rows: rowsOf(names), isDirectory: false };
}

/** `path` without `.`, `//`, a slash at its end, and with `..` only in front; empty for `.`. */
function asWritten(path: string): string {
  if (path.startsWith("/")) return joinLexically("/", path);
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === ".." && names.length > 0 && names.at(-1) !== "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names.join("/");
}

/** Of a file that nobody wants to know anything of but its name. */
const UNASKED = { uid: 0, gid: 0, mode: 0 };
/** Of a directory. */
const UNASKED_DIRECTORY = { ...UNASKED, mode: S_IFDIR };

/**
 * The attributes of a link that ends nowhere, or nowhere else than it began, where its first step leads to
 * something: as in the original, only what does not even do that is left out.
 */
function statOfStep(root: Root, directory: string, name: string): Stat | undefined {
  const path = joinPath(directory, name);
  const stat = root.tryLstat(path);
  if (stat === undefined || (stat.mode & S_IFMT) !== S_IFLNK) return undefined;
  let target: string;
  try {
    target = root.readlink(path);
  } catch (error) {
    if (isSysError(error)) return undefined; // somebody has taken it away
    throw error;
  }
  return root.tryLstat(joinPath(directory, target)) === undefined ? undefined : stat;
}

/** The names in the directory, hidden ones and links to nowhere left out. */
function namesOf(request: ListRequest, directory: string, flags: ListFlags): string[] {
  const { root, isHidden, asksForFiles } = request;
  const asks = isHidden !== undefined && asksForFiles?.(directory) !== false;
  const found: [name: string, type: number][] = [];
  let fd: number;
  try {
    fd = root.openDirectory(directory);
  } catch (error) {
    if (isSysError(error)) return []; // a directory that may not be read is listed as empty
    throw error;
  }
  try {
    readDirectory(fd, (name, type) => {
      if (isShown(name, flags.dots)) found.push([name, type]);
    });
  } finally {
    close(fd);
  }
  const names: string[] = [];
  const most = request.options?.maxFiles ?? Infinity;
  for (const [name, type] of found) {
    if (names.length >= most) break;
    const isLink = type === DT.LNK || type === DT.UNKNOWN;
    const stat = isLink || asks
      ? root.tryStat(joinPath(directory, name)) ?? statOfStep(root, directory, name)
      : type === DT.DIR
      ? UNASKED_DIRECTORY
      : UNASKED;
    if (stat === undefined || isLeftOut(request, directory, name, stat, isLink)) continue;
    names.push(name);
  }
  return request.options?.sortedNlst === true ? names.sort() : names;
}

/** Those of the paths that are not hidden, at most so many as may be listed. */
function shownOf(
  request: ListRequest,
  isListable: (directory: string) => boolean,
  paths: readonly string[],
): string[] {
  const { root, cwd, isHidden, options } = request;
  const shown = isHidden === undefined && request.mayList === undefined ? [...paths] : paths.filter(
    (path) => {
      const full = joinPath(cwd, path);
      const stat = root.tryStat(full);
      return stat !== undefined && !isOffLimits(request, isListable, full, stat);
    },
  );
  if (options?.sortedNlst === true) shown.sort();
  return shown.slice(0, options?.maxFiles);
}

/** What a pattern matched; with `-R` what is in a directory in its place, with `-1` without its path. */
function several(
  request: ListRequest,
  isListable: (directory: string) => boolean,
  paths: readonly string[],
  flags: ListFlags,
): string[] {
  const { root, cwd, options } = request;
  const isBare = flags.form === "single";
  const names = shownOf(request, isListable, paths).flatMap((path) => {
    const full = joinPath(cwd, path);
    const stat = flags.recursive ? root.tryStat(full) : undefined;
    if (stat === undefined || (stat.mode & S_IFMT) !== S_IFDIR) {
      return [isBare ? basename(path) : path];
    }
    const prefix = isBare ? "" : path.endsWith("/") ? path : `${path}/`;
    return isListable(full) ? namesOf(request, full, flags).map((name) => prefix + name) : [];
  });
  return names.slice(0, options?.maxFiles);
}

/** Those of the paths that are files or directories. */
function retrievable({ root, cwd }: ListRequest, paths: readonly string[]): string[] {
  return paths.filter((path) => {
    const stat = root.tryStat(joinPath(cwd, path));
    if (stat === undefined) return false;
    const type = stat.mode & S_IFMT;
    return type === S_IFREG || type === S_IFDIR;
  });
}

function* rowsOf(names: readonly string[], prefix = ""): Rows {
  const out = new RowBuffer();
  for (const name of names) {
    out.text(prefix);
    out.text(name);
    out.endRow();
    if (out.isFull) yield out.take();
  }
  if (!out.isEmpty) yield out.take();
}
