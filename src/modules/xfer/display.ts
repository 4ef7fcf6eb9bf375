/**
 * `DisplayFileTransfer`: a file whose lines come before the reply to a transfer.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import type { Reply } from "../../protocol/mod.ts";
import { displayed } from "../../session/display.ts";
import type { Session } from "../../session/session.ts";

/** `DisplayFileTransfer path`: shown when a file has come or gone. */
export const displayFileTransfer: Directive<string | undefined> = {
  name: "DisplayFileTransfer",
  contexts: ["server", "vhost", "global"],
  syntax: "DisplayFileTransfer path",
  fallback: undefined,
  parse: (args) => args.word(0),
};

/** The end of a transfer, with the file in front where it came to its end. */
export function withDisplay(session: Session, answer: Reply): Reply {
  if (answer.code !== 226) return answer;
  return displayed(session, session.config.get(displayFileTransfer), answer);
}
