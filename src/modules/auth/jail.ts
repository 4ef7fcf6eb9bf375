/**
 * The directory that a login gets as its root, and whether it may be entered.
 *
 * @module
 */

import type { Account } from "../../auth/mod.ts";
import type { Scope, Section } from "../../config/mod.ts";
import { joinLexically } from "../../fs/paths.ts";
import { errno } from "../../libc/errno.ts";
import { close, O, open, openAt2, RESOLVE_NO_SYMLINKS } from "../../libc/files.ts";
import { AT_FDCWD } from "../../libc/statx.ts";
import { SysError } from "../../libc/sys_error.ts";
import { asUser, type Credentials } from "../../privilege/mod.ts";
import type { Session } from "../../session/session.ts";
import type { Refusal } from "./admission.ts";
import { userDirRoot } from "./anonymous.ts";
import { allowChrootSymlinks, defaultRoot, expandPlace, placeFor } from "./places.ts";

/** Who enters what. */
export interface Entry {
  /** The name in USER. */
  readonly name: string;
  readonly account: Account;
  readonly anonymous: Section | undefined;
  /** Whether an alias led there. */
  readonly isAlias: boolean;
  readonly config: Scope;
}

/** The directory that becomes the session's root, "/" for none. */
export function jailOf(session: Session, entry: Entry): string {
  const { account, anonymous, config } = entry;
  const wanted = anonymous
    ? anonymous.args[0]
    : account.root ?? placeFor(defaultRoot, config, account);
  if (wanted === undefined) return "/";
  const place = expandPlace(wanted, account, (user) => session.auth.find(user)?.home);
  return hasOwnRoot(entry) ? joinLexically(place, entry.name) : place;
}

/** Whether the root is a directory of the client's own in the area (`UserDirRoot`). */
function hasOwnRoot({ anonymous, isAlias, config }: Entry): boolean {
  return anonymous !== undefined && isAlias && config.get(userDirRoot);
}

/**
 * Why the root of an anonymous login cannot be entered, for the log; undefined when it can. A later
 * attempt to enter it may still fail.
 */
export function areaProblem(session: Session, entry: Entry): readonly Refusal[] | undefined {
  const { account, anonymous, config, name } = entry;
  if (anonymous === undefined) return undefined;
  const jail = jailOf(session, entry);
  const reasons: Refusal[] = [];
  try {
    // The name is the client's: it must not lead out of the area, as it does in the original.
    if (hasOwnRoot(entry) && /^$|^[.]{1,2}$|[/]/.test(name)) {
      throw new SysError("open", errno.ENOENT, jail);
    }
    if (jail !== "/") close(openJail(account, jail, config));
    return undefined;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (isLinkRefused(error, config)) {
      const text = `error: <Anonymous ${jail}> is a symlink (denied by AllowChrootSymlinks config)`;
      reasons.push({ level: "notice", text });
    }
    const text = `${account.name}: Directory ${jail} is not accessible`;
    return [...reasons, { level: "notice", text }];
  }
}

/**
 * Opens `jail` with the rights of the user: it must not be a way into what is not his. Throws
 * `SysError`, with ELOOP where `AllowChrootSymlinks` forbids a link on the way.
 */
export function openJail(account: Account, jail: string, config: Scope): number {
  const flags = O.PATH | O.DIRECTORY;
  const resolve = config.get(allowChrootSymlinks) ? undefined : RESOLVE_NO_SYMLINKS;
  return asUser(
    credentialsOf(account),
    () => resolve === undefined ? open(jail, flags) : openAt2(AT_FDCWD, jail, flags, 0, resolve),
  );
}

/** Whether `AllowChrootSymlinks off` is the reason why a jail could not be opened. */
export function isLinkRefused(error: SysError, config: Scope): boolean {
  return error.code === "ELOOP" && !config.get(allowChrootSymlinks);
}

/** The ids of `account`. */
export function credentialsOf({ uid, gid, groups }: Account): Credentials {
  return { uid, gid, groups: groups.map(({ gid }) => gid) };
}
