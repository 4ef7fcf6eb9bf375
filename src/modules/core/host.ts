/**
 * HOST (RFC 7151): choosing a server by name. There are no name-based servers yet, so no name is
 * known; the client goes on with the server that its address led to.
 *
 * @module
 */

import { FtpError, notUnderstood, reply, words } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
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
      const [name, ...more] = words(request.argument);
      if (name === undefined || more.length > 0) {
        throw new FtpError(notUnderstood(500, { ...request, argument: "" }));
      }
      if (session.login) throw new FtpError(reply(503, "Bad sequence of commands"));
      throw new FtpError(reply(504, `${name}: Unknown hostname provided`));
    },
  };
}
