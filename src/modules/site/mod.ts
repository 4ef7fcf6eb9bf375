/**
 * mod_site.c: the SITE command (RFC 959 §4.1.3), whose words other modules may add to.
 *
 * @module
 */

import { FtpError, reply, siteHelpReply, upperCase, words } from "../../protocol/mod.ts";
import type { Command, Module } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { adminOf } from "../core/server.ts";

/** SITE in one session. */
function siteCommand(session: Session): Command {
  return {
    verb: "SITE",
    class: "misc",
    syntax: "<sp> command",
    beforeLogin: true,
    run(request) {
      if (!request.hasArgument) throw new FtpError(reply(500, "'SITE' requires parameters"));
      const word = words(request.argument)[0] ?? "";
      const command = session.table.site.get(upperCase(word));
      if (!command || (!session.login && !command.beforeLogin)) {
        if (!session.login) throw new FtpError(reply(530, "Please login with USER and PASS"));
        throw new FtpError(reply(500, `'SITE ${request.argument}' not understood`));
      }
      const argument = request.argument.slice(request.argument.indexOf(word) + word.length + 1);
      return command.run({ verb: command.verb, argument, hasArgument: argument !== "" });
    },
  };
}

/** The module. */
export const site: Module = {
  name: "mod_site.c",
  open: (session) => ({
    commands: [siteCommand(session)],
    site: [{
      verb: "HELP",
      class: "misc",
      beforeLogin: true,
      run: () => siteHelpReply([...session.table.site.keys()], adminOf(session)),
    }],
  }),
};
