/**
 * QUIT (RFC 959 §4.1.1) and `DisplayQuit`.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { reply } from "../../protocol/mod.ts";
import { displayedInstead } from "../../session/display.ts";
import type { Command } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { SessionEnd } from "../../session/session_end.ts";

/** `DisplayQuit`: a file whose lines take the place of the farewell. */
export const displayQuit: Directive<string | undefined> = {
  name: "DisplayQuit",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "DisplayQuit filename",
  fallback: undefined,
  parse: (args) => args.single(),
};

/** The command in one session. */
export function quit(session: Session): Command {
  return {
    verb: "QUIT",
    class: "info",
    syntax: "(close control connection)",
    beforeLogin: true,
    duringRename: true,
    run() {
      const file = session.config.get(displayQuit);
      throw new SessionEnd("Quit", displayedInstead(session, file, reply(221, "Goodbye.")));
    },
  };
}
