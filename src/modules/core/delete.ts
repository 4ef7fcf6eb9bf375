/**
 * DELE (RFC 959 §4.1.3). A symbolic link is removed itself, never what it leads to.
 *
 * @module
 */

import { errno } from "../../libc/errno.ts";
import { S_IFDIR, S_IFMT } from "../../libc/statx.ts";
import { SysError } from "../../libc/sys_error.ts";
import { reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { demandNameFromHere, demandPermission } from "../../session/permit.ts";
import { argumentOf, pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";

/** The command in one session. */
export function remove(session: Session): Command {
  return {
    verb: "DELE",
    class: "write",
    syntax: "<sp> pathname",
    run(request) {
      const argument = argumentOf(request);
      const path = pathOf(session, argument);
      demandPermission(session, "DELE", path, argument, "Operation not permitted");
      demandNameFromHere(session, path, argument);
      const stat = session.root.lstat(path);
      // unlink(2) of a directory says EISDIR on some file systems and EPERM on others.
      if ((stat.mode & S_IFMT) === S_IFDIR) throw new SysError("unlink", errno.EISDIR, path);
      session.root.unlink(path);
      session.transfer = {
        path: session.root.realPath(path),
        direction: "d",
        bytes: stat.size,
        milliseconds: 0,
        type: session.data.type,
        complete: true,
      };
      return reply(250, "DELE command successful");
    },
  };
}
