/**
 * Asking `<Limit>` about a command on a path.
 *
 * @module
 */

import { FtpError, reply } from "../protocol/mod.ts";
import type { Session } from "./session.ts";

/** Whether `verb` may be used on `path`, which is one inside the session's root. */
export function permit(session: Session, verb: string, path: string): boolean {
  return session.access.allows(verb, session.root.realPath(path));
}

/** Throws `FtpError` `550 <argument>: <reason>` where `verb` may not be used on `path`. */
export function demandPermission(
  session: Session,
  verb: string,
  path: string,
  argument: string,
  reason: "Operation not permitted" | "Permission denied",
): void {
  if (!permit(session, verb, path)) throw new FtpError(reply(550, `${argument}: ${reason}`));
}
