/**
 * REST (RFC 3659 §5) and RANG: where in a file the next transfer begins and ends.
 *
 * @module
 */

import { parseRange, parseRestart, rangeReply, restartReply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";

/** REST in one session. */
export function restart({ data }: Session): Command {
  return {
    verb: "REST",
    class: "misc",
    syntax: "<sp> byte-count",
    features: () => ["REST STREAM"],
    run(request) {
      data.restart = parseRestart(request, data.type);
      data.range = undefined;
      return restartReply(data.restart);
    },
  };
}

/** RANG in one session. */
export function range({ data }: Session): Command {
  return {
    verb: "RANG",
    class: "misc",
    syntax: "<sp> start-point <sp> end-point",
    features: () => ["RANG STREAM"],
    run(request) {
      data.range = parseRange(request, data.type);
      if (data.range) data.restart = 0;
      return rangeReply(data.range);
    },
  };
}
