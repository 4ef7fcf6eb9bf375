/**
 * TYPE, STRU and MODE (RFC 959 §4.1.2), and `DefaultTransferMode`.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { modeReply, parseType, structureReply, type TransferType } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";

/** `DefaultTransferMode ascii|binary`: the TYPE at the start of a session. */
export const defaultTransferMode: Directive<TransferType> = {
  name: "DefaultTransferMode",
  contexts: ["server", "vhost", "global"],
  syntax: "DefaultTransferMode ascii|binary",
  fallback: "ascii",
  parse: (args) =>
    args.choice(["ascii", "binary"] as const, 0, "parameter must be 'ascii' or 'binary'"),
};

/** Sets the TYPE that the server's settings begin with. */
export function useDefaultType({ config, data }: Session): void {
  data.type = config.get(defaultTransferMode);
}

/** The commands in one session. */
export function representation(session: Session): readonly Command[] {
  useDefaultType(session);
  return [
    {
      verb: "TYPE",
      class: "misc",
      syntax: "<sp> type-code (A, I, L 7, L 8)",
      beforeLogin: true,
      run(request) {
        const choice = parseType(request);
        session.data.type = choice.type;
        if (choice.type === "ascii") session.data.range = undefined; // a range of bytes on disk
        return choice.reply;
      },
    },
    {
      verb: "STRU",
      class: "misc",
      syntax: "is not implemented (always F)",
      run: structureReply,
    },
    {
      verb: "MODE",
      class: "misc",
      syntax: "is not implemented (always S)",
      run: modeReply,
    },
  ];
}
