/**
 * A transfer that is refused takes the port of PASV or EPSV with it, as in the original: the next one
 * needs a port of its own. What PORT or EPRT named stays.
 *
 * @module
 */

import type { Hook } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";

/** The commands that it is so with; a refused listing leaves the port open. */
const VERBS = ["RETR", "STOR", "STOU", "APPE"];

/** What closes the port in one session. */
export function refusedTransfers(session: Session): readonly Hook[] {
  return VERBS.map((verb) => ({
    phase: "logError",
    verb,
    run: () => session.data.closeListener(),
  }));
}
