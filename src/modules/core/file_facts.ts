/**
 * SIZE and MDTM (RFC 3659 §3 and §4).
 *
 * @module
 */

import { withoutSlashes } from "../../fs/paths.ts";
import { errno } from "../../libc/errno.ts";
import { S_IFMT, S_IFREG, type Stat } from "../../libc/statx.ts";
import { isSysError, SysError } from "../../libc/sys_error.ts";
import { formatTimeVal, FtpError, reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { demandPermission } from "../../session/permit.ts";
import { argumentOf, physicalPathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";

/** The two commands in one session. */
export function fileFacts(session: Session): readonly Command[] {
  function statOf(verb: string, argument: string, otherwise: string): Stat {
    const path = withoutSlashes(physicalPathOf(session, argument));
    demandPermission(session, verb, path, argument, "Operation not permitted");
    const stat = look(path);
    if ((stat.mode & S_IFMT) !== S_IFREG) {
      throw new FtpError(reply(550, `${argument}: ${otherwise}`));
    }
    return stat;
  }

  /** A file where a directory should be: to the original what is below is just not there. */
  function look(path: string): Stat {
    const { directories, root } = session;
    try {
      return directories.statOf(root, path) ?? root.stat(path);
    } catch (error) {
      if (!isSysError(error, "ENOTDIR")) throw error;
      throw new SysError("stat", errno.ENOENT, path);
    }
  }

  return [
    {
      verb: "SIZE",
      class: "info",
      syntax: "<sp> pathname",
      features: () => ["SIZE"],
      run(request) {
        const argument = argumentOf(request);
        // Its size in ASCII would have to be counted by reading the whole file.
        if (session.data.type === "ascii") {
          throw new FtpError(reply(550, "SIZE not allowed in ASCII mode"));
        }
        return reply(213, String(statOf("SIZE", argument, "not a regular file").size));
      },
    },
    {
      verb: "MDTM",
      class: "info",
      syntax: "<sp> pathname",
      features: () => ["MDTM"],
      run(request) {
        const stat = statOf("MDTM", argumentOf(request), "not a plain file");
        return reply(213, formatTimeVal(stat.mtime));
      },
    },
  ];
}
