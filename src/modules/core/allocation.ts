/**
 * ALLO (RFC 959 §4.1.3): nothing is set aside for a file, but a client can be told that there is no
 * room for it.
 *
 * @module
 */

import { isSysError } from "../../libc/sys_error.ts";
import { parseAllocation, reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";

const KIB = 1024;

/** The command in one session. */
export function allocation(session: Session): Command {
  return {
    verb: "ALLO",
    class: "misc",
    syntax: "<sp> size",
    run(request) {
      const wanted = parseAllocation(request);
      const free = freeBytes(session);
      if (free === undefined) return reply(202, "No storage allocation necessary");
      return Math.floor(wanted / KIB) > Math.floor(free / KIB)
        ? reply(552, `${request.argument}: No space left on device`)
        : reply(200, "ALLO command successful");
    },
  };
}

/** What there is to be had in the working directory; undefined in a jail, where the original cannot see it. */
function freeBytes({ root, cwd }: Session): number | undefined {
  if (root.realPrefix !== "") return undefined;
  try {
    return root.freeBytes(cwd);
  } catch (error) {
    if (isSysError(error)) return undefined;
    throw error;
  }
}
