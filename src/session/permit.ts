/**
 * Asking about a path of the session: may this command be used on it, which settings hold there.
 *
 * @module
 */

import { type Scope, settingText } from "../config/mod.ts";
import { basename, dirname, joinLexically, joinPath } from "../fs/paths.ts";
import { S_IFDIR, S_IFLNK, S_IFMT } from "../libc/statx.ts";
import { isSysError } from "../libc/sys_error.ts";
import { FtpError, reply } from "../protocol/mod.ts";
import { decisionText } from "./access/mod.ts";
import { passes, pathAllowFilter, pathDenyFilter } from "./access/filter.ts";
import { demandUnguarded } from "./guarded_path.ts";
import { isHidden } from "./hidden.ts";
import type { Session } from "./session.ts";

/** Links that are followed at the end of a path, as many as the kernel follows. */
const MOST_LINKS = 40;

/** Verbs that act on a link itself. */
const ON_LINK = new Set(
  ["DELE", "RNFR", "RNTO", "SITE_CPFR", "SITE_CPTO", "SITE_COPY", "SITE_RMDIR", "SITE_SYMLINK"],
);

/** What the rules say: `hidden` is what does not exist for the command (IgnoreHidden). */
export type Verdict = "allowed" | "denied" | "hidden";

/**
 * Whether `verb` may be used on `path`, which is one inside the session's root. `argument` is what
 * the client wrote behind the verb: filters in a `<Limit>` judge it.
 */
export function permit(session: Session, verb: string, path: string, argument?: string): boolean {
  return verdictAbout(session, verb, path, argument) === "allowed";
}

/** As `permit`, for those who have a reply of its own for what is hidden. */
export function verdictAbout(
  session: Session,
  verb: string,
  path: string,
  argument?: string,
): Verdict {
  const place = placeOf(session, path, !ON_LINK.has(verb));
  const decision = session.access.decisionAbout(verb, place, argument);
  session.log.debug(8, () => `${verb} ${place}: ${decisionText(decision)}`, "directory");
  if (decision.ignoresHidden && isHidden(session, path)) {
    session.log.debug(8, () => `${verb} ${place}: hidden, and IgnoreHidden is on`, "directory");
    return "hidden";
  }
  return decision.allowed ? "allowed" : "denied";
}

/** Verbs that change something at the path that they are given. */
const CHANGES = new Set(
  ["STOR", "APPE", "STOU", "DELE", "RNTO", "MKD", "XMKD", "RMD", "XRMD"],
);

/** Verbs that make something new: a name that is hidden is refused, not missing. */
const MAKES = new Set(["MKD", "XMKD", "RNTO"]);

const NOT_THERE = "No such file or directory";

/**
 * Throws `FtpError` `550 <argument>: <reason>` where `verb` may not be used on `path`; `Permission
 * denied` where nobody may (`RLimitChroot`).
 */
export function demandPermission(
  session: Session,
  verb: string,
  path: string,
  argument: string,
  reason: "Operation not permitted" | "Permission denied",
): void {
  const verdict = verdictAbout(session, verb, path, argument);
  if (verdict !== "allowed") {
    const said = verdict === "hidden" && !MAKES.has(verb) ? NOT_THERE : reason;
    throw new FtpError(reply(550, `${argument}: ${said}`));
  }
  if (CHANGES.has(verb)) demandUnguarded(session, path, argument, !ON_LINK.has(verb));
}

/**
 * Throws `FtpError` 550 where `PathAllowFilter` or `PathDenyFilter` forbid to make something called
 * `path`, a path inside the session's root.
 */
export function demandName(session: Session, path: string, argument: string): void {
  if (permitsName(session, path)) return;
  throw new FtpError(reply(550, `${argument}: Forbidden filename`));
}

/**
 * As `demandName`, and the filters of the working directory have to agree as well: those are what the
 * original asks before it makes a directory, removes one, renames or deletes.
 */
export function demandNameFromHere(session: Session, path: string, argument: string): void {
  demandName(session, path, argument);
  if (permitsName(session, path, settingsAt(session, session.cwd))) return;
  throw new FtpError(reply(550, `${argument}: Forbidden filename`));
}

/**
 * Whether `PathAllowFilter` and `PathDenyFilter` let something be called `path`, by the settings `scope`:
 * those of its place.
 */
export function permitsName(
  session: Session,
  path: string,
  scope = settingsAt(session, path),
): boolean {
  if (!scope.get(pathAllowFilter) && !scope.get(pathDenyFilter)) return true;
  // What is worked on may be written in many ways, one of which a pattern may not think of.
  const clean = joinLexically("/", path);
  const isPassed = passes(path, scope, pathAllowFilter, pathDenyFilter) &&
    (clean === path || passes(clean, scope, pathAllowFilter, pathDenyFilter));
  if (isPassed) return true;
  session.log.debug(8, () => {
    const filters = [pathAllowFilter, pathDenyFilter].filter((filter) => scope.has(filter));
    return `${path}: denied by ${filters.map((it) => settingText(scope, it)).join(" or ")}`;
  }, "directory");
  return false;
}

/** The settings that hold at `path`. */
export function settingsAt(session: Session, path: string): Scope {
  return session.access.scopeFor(placeOf(session, path, true));
}

/**
 * Where `path` is for the rules: its true place, since a link must not lead past them. Asks the
 * file system only where rules differ from place to place.
 */
function placeOf(session: Session, path: string, follow: boolean): string {
  const { access, root } = session;
  return access.dependsOnPath ? truePath(session, path, follow) : root.realPath(path);
}

/**
 * Where `path` really is, outside of the session's root and with every link resolved, but for one
 * at its end unless `follow`.
 */
export function truePath(session: Session, path: string, follow: boolean): string {
  const { directories, root } = session;
  const known = directories.placeOf(root, path);
  if (known !== undefined) return root.realPath(known);
  // Where the client is, most often, a look at its name tells all.
  if (path === session.cwd && path !== "/" && directories.isTrueName(root, path)) {
    directories.keepName(path);
    return root.realPath(path);
  }
  let at = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const stat = root.tryLstat(at);
    const type = stat && stat.mode & S_IFMT;
    at = type === S_IFDIR
      ? resolved(session, at)
      : joinPath(resolved(session, dirname(at)), basename(at));
    if (links === 0 && type !== S_IFLNK) directories.keep(path, at, stat);
    if (type !== S_IFLNK || !follow) break;
    at = joinPath(dirname(at), root.readlink(at));
  }
  return root.realPath(at);
}

/** The directory `path` by its one name; as it is where there is no such directory. */
function resolved({ directories, root }: Session, path: string): string {
  if (path === "/") return path; // the root of a session is no link, wherever it lies
  try {
    return directories.nameOf(root, path);
  } catch (error) {
    if (isSysError(error)) return path; // what is not there, or closed, cannot be worked on either
    throw error;
  }
}
