/**
 * The administrator of the server that a session is with.
 *
 * @module
 */

import { serverAdmin } from "../settings/mod.ts";
import type { Session } from "./session.ts";

/** Whom HELP and the Display files name. */
export function adminOf(session: Session): string {
  return session.config.get(serverAdmin) ?? `root@${session.local.ip}`;
}
