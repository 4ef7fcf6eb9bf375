/**
 * What is hidden from a client by HideFiles, HideUser, HideGroup and HideNoAccess.
 *
 * Names are judged by the settings of the directory that they are in, owners and access by those of the
 * file itself, as in the original. A link is hidden by its own name, and with what it leads to.
 *
 * @module
 */

import { basename, dirname, withoutSlashes } from "../fs/paths.ts";
import { ACCESS } from "../libc/files.ts";
import { S_IFDIR, S_IFLNK, S_IFMT } from "../libc/statx.ts";
import { isSysError } from "../libc/sys_error.ts";
import type { Hidden } from "./access/mod.ts";
import { settingsAt, truePath } from "./permit.ts";
import type { Session } from "./session.ts";

/** What is known of a file without asking the file system again. */
export interface Known {
  /** Whether it is a symbolic link. */
  readonly isLink: boolean;
  /** Of what is no link. */
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Whether what is at `path`, inside the session's root, is hidden from the client. */
export function isHidden(session: Session, path: string): boolean {
  const { access, root } = session;
  const at = named(session, path);
  if (at === "/") return false;
  const byName = access.hiddenIn(settingsAt(session, dirname(at)));
  const byFile = access.hiddenIn(settingsAt(session, at));
  if (byName === undefined && byFile === undefined) return false;
  const stat = root.tryLstat(at);
  const isLink = stat !== undefined && (stat.mode & S_IFMT) === S_IFLNK;
  return byName?.name?.(basename(at)) === true || (isLink && leadsToHidden(session, at)) ||
    stat !== undefined && fileIsHidden(session, byFile, at, { ...stat, isLink });
}

/** `path` with a name at its end: `.` and `..` have none of their own. */
function named({ root }: Session, path: string): string {
  const at = withoutSlashes(path);
  if (!/(?:^|\/)\.{1,2}$/.test(at)) return at;
  try {
    return root.chdir(at);
  } catch (error) {
    if (isSysError(error)) return "/"; // what cannot be entered is refused by the kernel
    throw error;
  }
}

/** Whether the link `path` leads to something with a name that is hidden where it is. */
export function leadsToHidden(session: Session, path: string): boolean {
  const { access } = session;
  const target = truePath(session, path, true);
  return access.hiddenIn(access.scopeFor(dirname(target)))?.name?.(basename(target)) === true;
}

/**
 * Whether `hidden`, of the place where the file is, hides it for its owner or for the lack of access.
 * `known` saves a look at what is no link.
 */
export function fileIsHidden(
  { root }: Session,
  hidden: Hidden | undefined,
  path: string,
  known: Known | undefined,
): boolean {
  if (hidden === undefined || !asksForFile(hidden)) return false;
  const stat = known === undefined || known.isLink ? root.tryStat(path) : known;
  if (stat === undefined) return false;
  if (hidden.owner?.(stat.uid, stat.gid)) return true;
  if (!hidden.withoutAccess) return false;
  const isDirectory = (stat.mode & S_IFMT) === S_IFDIR;
  return !root.mayAccess(path, isDirectory ? ACCESS.X : ACCESS.R);
}

/** Whether there is a rule that cannot be answered by a name alone. */
export function asksForFile(hidden: Hidden): boolean {
  return hidden.owner !== undefined || hidden.withoutAccess;
}
