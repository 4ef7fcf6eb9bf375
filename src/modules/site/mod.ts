/**
 * mod_site.c: the SITE command (RFC 959 §4.1.3), whose words other modules may add to.
 *
 * @module
 */

import {
  FtpError,
  parseSiteLine,
  reply,
  siteHelpReply,
  siteWords,
  unknownCommandReply,
  upperCase,
} from "../../protocol/mod.ts";
import type { Command, Module } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { adminOf } from "../core/server.ts";
import { changeGroup } from "./change_group.ts";
import { changeMode } from "./change_mode.ts";
import { ownWords } from "./own_words.ts";

/** SITE in one session. */
function siteCommand(session: Session): Command {
  return {
    verb: "SITE",
    class: "misc",
    syntax: "<sp> command",
    beforeLogin: true,
    run(request) {
      if (!request.hasArgument) throw new FtpError(reply(500, "'SITE' requires parameters"));
      const line = parseSiteLine(request.argument);
      const { verb } = line;
      const command = session.table.site.get(verb);
      if (!command) throw new FtpError(reply(500, `'SITE ${verb}' not understood`));
      if (!session.login && !command.beforeLogin) {
        throw new FtpError(reply(530, "Please login with USER and PASS"));
      }
      return command.run(line);
    },
  };
}

/** The module. */
export const site: Module = {
  name: "mod_site.c",
  open: (session) => ({
    commands: [siteCommand(session)],
    site: [siteHelp(session), changeGroup(session), changeMode(session)],
  }),
};

/** SITE HELP in one session. */
function siteHelp(session: Session): Command {
  return {
    verb: "HELP",
    class: "misc",
    syntax: "[<sp> site-command]",
    beforeLogin: true,
    run({ argument, hasArgument }) {
      const { site } = session.table;
      const others = [...site.values()]
        .filter(({ verb, syntax }) => syntax !== undefined && !ownWords.includes(verb))
        .map(({ verb, syntax }) => `${verb} ${syntax}`.trimEnd());
      if (!hasArgument) return siteHelpReply([...others, ...ownWords], adminOf(session));
      const verb = upperCase(siteWords(argument)[0] ?? "");
      const command = ownWords.includes(verb) ? site.get(verb) : undefined;
      if (!command) return unknownCommandReply(`SITE HELP ${argument}`);
      const syntax = `Syntax: SITE ${verb} ${command.syntax}`;
      return siteHelpReply([...others, syntax], adminOf(session));
    },
  };
}
