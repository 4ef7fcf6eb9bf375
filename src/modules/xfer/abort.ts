/**
 * ABOR (RFC 959 §4.1.3). A running transfer notices it where it waits; by the time the command is
 * carried out, the transfer has ended with its own 426.
 *
 * @module
 */

import { reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { refuse } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";

/** The command in one session. */
export function abort(session: Session): Command {
  return {
    verb: "ABOR",
    class: "misc",
    syntax: "(abort current operation)",
    run(request) {
      if (request.hasArgument) refuse(request);
      session.data.closeListener();
      return reply(226, "Abort successful");
    },
  };
}
