/**
 * `RLimitChroot`: the folders of a jail that nothing may be changed in.
 *
 * A program that is started in a jail, by this server or by what its C library does there, believes
 * what it finds in `/etc` and `/lib` (configuration of the name service, shared libraries). Whoever
 * can write there can have code of his run.
 *
 * @module
 */

import { joinLexically } from "../fs/paths.ts";
import { FtpError, reply } from "../protocol/mod.ts";
import { rlimitChroot } from "../settings/mod.ts";
import { truePath } from "./permit.ts";
import type { Session } from "./session.ts";

const GUARDED = /^\/(?:etc|lib)(?:\/|$)/;

/**
 * Throws `FtpError` `550 <argument>: Permission denied` where `path` is guarded, as `isGuarded` has
 * it.
 */
export function demandUnguarded(
  session: Session,
  path: string,
  argument: string,
  follow: boolean,
): void {
  if (!isGuarded(session, path, follow)) return;
  throw new FtpError(reply(550, `${argument}: Permission denied`));
}

/**
 * Whether `path`, one inside the session's root, is in a guarded folder of a jail or is one itself.
 * `follow`: whether a link at its end counts as what it leads to.
 */
export function isGuarded(session: Session, path: string, follow: boolean): boolean {
  const jail = session.root.realPrefix;
  if (jail === "" || !session.config.get(rlimitChroot)) return false;
  // A link that leads nowhere is no way in: nothing is made through it.
  const through = follow && session.root.tryStat(path) !== undefined;
  const place = truePath(session, path, through).slice(jail.length);
  if (!GUARDED.test(place) && !GUARDED.test(joinLexically("/", path))) return false;
  session.log.debug(
    2,
    `WARNING: attempt to use sensitive path '${place}' within chroot '${jail}', rejecting`,
    "directory",
  );
  return true;
}
