/**
 * FEAT (RFC 2389 §3) and HELP (RFC 959 §4.1.3), both made from the table of commands.
 *
 * @module
 */

import {
  featuresReply,
  helpReply,
  reply,
  syntaxReply,
  unknownCommandReply,
  upperCase,
  words,
} from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { withoutArgument } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { ownWords } from "../site/own_words.ts";
import { adminOf } from "./server.ts";

/** Features that belong to no command. */
const GENERAL = ["TVFS"];

/** The two commands in one session. */
export function features(session: Session): readonly Command[] {
  return [
    {
      verb: "FEAT",
      class: "info",
      syntax: "(returns feature list)",
      beforeLogin: true,
      run(request) {
        withoutArgument(request);
        const commands = [...session.table.commands.values()];
        const site = [...session.table.site.values()];
        const own = [...commands, ...site].flatMap((command) => command.features?.() ?? []);
        return featuresReply([...GENERAL, ...own]);
      },
    },
    {
      verb: "HELP",
      class: "info",
      syntax: "[<sp> command]",
      beforeLogin: true,
      duringRename: true,
      run({ argument }) {
        const { commands } = session.table;
        if (argument === "") {
          const listed = [...commands.values()].filter(({ syntax }) => syntax !== undefined);
          return helpReply(listed, adminOf(session));
        }
        const verb = upperCase(words(argument)[0] ?? "");
        if (verb === "SITE") {
          if (words(argument).length > 1) return unknownCommandReply(`SITE ${argument}`);
          return reply(214, ...ownWords);
        }
        const syntax = commands.get(verb)?.syntax;
        return syntax === undefined ? unknownCommandReply(verb) : syntaxReply(verb, syntax);
      },
    },
  ];
}
