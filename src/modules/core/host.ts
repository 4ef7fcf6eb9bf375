/**
 * HOST (RFC 7151): choosing a server by name. There are no name-based servers yet, so no name is
 * known; the client goes on with the server that its address led to.
 *
 * @module
 */

import { FtpError, reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { argumentOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";

/** The command in one session. */
export function host(session: Session): Command {
  return {
    verb: "HOST",
    class: "misc",
    syntax: "<cp> hostname",
    features: () => ["HOST"],
    beforeLogin: true,
    run(request) {
      if (session.login) throw new FtpError(reply(503, "Bad sequence of commands"));
      throw new FtpError(reply(504, `${argumentOf(request)}: Unknown hostname provided`));
    },
  };
}
