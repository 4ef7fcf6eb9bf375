/**
 * OPTS (RFC 2389 §4): options of other commands. UTF8 is here, MLST in mod_facts.
 *
 * @module
 */

import { firstWord, FtpError, reply, upperCase, words } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { argumentOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";

/** The command in one session. The work is that of the module whose `options` names the word. */
export function options(session: Session): Command {
  return {
    verb: "OPTS",
    class: "misc",
    syntax: "<sp> command [<sp> options]",
    beforeLogin: true,
    run(request) {
      const { word, rest } = firstWord(argumentOf(request).trimStart());
      const name = upperCase(word);
      const option = session.table.options.get(name);
      if (!option) throw new FtpError(reply(500, `OPTS ${name} not understood`));
      return option(rest);
    },
  };
}

/** OPTS UTF8: names are bytes here, so there is nothing to switch; clients like to hear it. */
export function utf8Option(value: string) {
  const word = words(value).join(" ").toLowerCase();
  if (word === "on" || word === "off") return reply(200, `UTF8 set to ${word}`);
  throw new FtpError(reply(501, "'OPTS UTF8' not understood"));
}
