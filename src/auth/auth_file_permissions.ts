/**
 * Who may read and write AuthUserFile and AuthGroupFile: whoever can write there can become any
 * user, and whoever can read the hashes can try passwords at leisure.
 *
 * @module
 */

import { readlinkAt } from "../libc/files.ts";
import { AT_FDCWD, S_IFDIR, S_IFMT, S_IFREG, statAt } from "../libc/statx.ts";
import { isSysError } from "../libc/sys_error.ts";

/** The directives whose files are checked. */
export type AuthFileKind = "AuthUserFile" | "AuthGroupFile";

const WORLD_READABLE = 0o004;
const WORLD_WRITABLE = 0o002;

/** How many links in a row are followed; the kernel's own limit (path_resolution(7)). */
const MOST_LINKS = 40;

/**
 * Why `path` is not to be used as `kind`, in the original's words, or undefined where nothing is
 * wrong with it: it must not be writable for everybody, nor must the directory that it lies in
 * (the link's and the target's, where `path` is a symbolic link), and a user file must not be
 * readable for everybody. Anything but a regular file is refused too (the original warns). Throws
 * `SysError` where there is no such file.
 */
export function authFileProblem(path: string, kind: AuthFileKind): string | undefined {
  const file = statAt(AT_FDCWD, path);
  if ((file.mode & S_IFMT) === S_IFDIR) return `unable to use ${kind} '${path}': Is a directory`;
  const chain = linkChain(path);
  return problemOfFile(file.mode, chain.at(-1) ?? path, kind) ??
    chain.map((place) => problemOfDirectory(directoryOf(place), kind)).find(Boolean);
}

function problemOfFile(mode: number, path: string, kind: AuthFileKind): string | undefined {
  const perms = `'${path}' (perms ${octal(mode)})`;
  if (kind === "AuthUserFile" && (mode & WORLD_READABLE)) {
    return `unable to use world-readable ${kind} ${perms}`;
  }
  if (mode & WORLD_WRITABLE) return `unable to use world-writable ${kind} ${perms}`;
  if ((mode & S_IFMT) !== S_IFREG) return `${kind} '${path}' is not a regular file`;
  return undefined;
}

function problemOfDirectory(path: string, kind: AuthFileKind): string | undefined {
  const { mode } = statAt(AT_FDCWD, path);
  if (!(mode & WORLD_WRITABLE)) return undefined;
  return `unable to use ${kind} from world-writable directory '${path}' (perms ${octal(mode)})`;
}

/** `path`, and what it leads to link by link. */
function linkChain(path: string): string[] {
  const chain = [path];
  for (let next = linkTarget(path); next !== undefined; next = linkTarget(next)) {
    chain.push(next);
    if (chain.length > MOST_LINKS) break;
  }
  return chain;
}

function linkTarget(path: string): string | undefined {
  let target: string;
  try {
    target = readlinkAt(AT_FDCWD, path);
  } catch (error) {
    if (isSysError(error, "EINVAL")) return undefined; // not a link
    throw error;
  }
  return target.startsWith("/") ? target : `${directoryOf(path)}/${target}`;
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

/** Permission bits as the original prints them: four octal digits. */
function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}
