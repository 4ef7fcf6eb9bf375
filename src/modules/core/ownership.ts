/**
 * `UserOwner` and `GroupOwner`: whose the files and directories become that a client makes.
 *
 * A group that the user is in can be given without any right. For another user, and then for any
 * group, a session of root's daemon keeps CAP_CHOWN (`privilege/kept_rights.ts`), if the configuration
 * of the session has a UserOwner. What belongs to others already is left to them.
 *
 * @module
 */

import { close, fchown, O } from "../../libc/files.ts";
import { geteuid } from "../../libc/process.ts";
import { fstat } from "../../libc/statx.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { groupOwner, type OwnerDirective, userOwner } from "../../session/access/owners.ts";
import { settingsAt } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";

/** "As it is" to chown(2). */
const SAME = -1;

/** Gives the open file `fd`, at `path` inside the session's root, to whom the settings there say. */
export function giveToOwner(session: Session, path: string, fd: number): void {
  const { access: { owners }, kept, log } = session;
  const settings = settingsAt(session, path);
  const idOf = (directive: OwnerDirective, id: typeof owners.user) => {
    const owner = settings.get(directive);
    if (owner === undefined) return SAME;
    const known = id(owner);
    if (known === undefined) {
      log.warning(`chown(${path}) skipped: ${directive.name} '${owner.name}' is not known in here`);
    }
    return known ?? SAME;
  };
  const user = idOf(userOwner, owners.user);
  const group = idOf(groupOwner, owners.group);
  if (user === SAME && group === SAME) return;
  if (fstat(fd).uid !== geteuid()) {
    log.warning(`chown(${path}) skipped: the file belongs to somebody else`);
    return;
  }
  try {
    if (user !== SAME) kept.use("chown", () => fchown(fd, user, group));
    else fchown(fd, user, group);
  } catch (error) {
    if (!isSysError(error)) throw error;
    log.warning(`chown(${path}) failed: ${error.reason}`);
  }
}

/** As `giveToOwner`, for the directory that was made at `path` just now. */
export function giveDirectoryToOwner(session: Session, path: string): void {
  const settings = settingsAt(session, path);
  if (settings.get(userOwner) === undefined && settings.get(groupOwner) === undefined) return;
  // Not read: a Umask may have taken that right.
  const fd = session.root.open(path, O.PATH | O.DIRECTORY | O.NOFOLLOW);
  try {
    giveToOwner(session, path, fd);
  } finally {
    close(fd);
  }
}
