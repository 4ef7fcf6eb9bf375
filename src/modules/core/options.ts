/**
 * OPTS (RFC 2389 §4): options of other commands. UTF8 is in mod_lang, MLST in mod_facts.
 *
 * @module
 */

import { FtpError, reply, upperCase, words } from "../../protocol/mod.ts";
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
      const [word = "", ...rest] = words(argumentOf(request));
      const name = upperCase(word);
      const option = session.table.options.get(name);
      if (!option) throw new FtpError(reply(500, `OPTS ${name} not understood`));
      return option(rest);
    },
  };
}
