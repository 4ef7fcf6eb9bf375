/**
 * NOOP (RFC 959 §4.1.3).
 *
 * @module
 */

import { reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";

/** The command in one session. */
export function noop(session: Session): Command {
  return {
    verb: "NOOP",
    class: "misc",
    syntax: "(no operation)",
    beforeLogin: true,
    duringRename: true,
    run() {
      const busy = session.data.connection !== undefined;
      return reply(200, busy ? "NOOP: data transfer in progress" : "NOOP command successful");
    },
  };
}
