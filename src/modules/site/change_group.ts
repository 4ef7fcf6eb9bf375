/**
 * SITE CHGRP: the group of a file, by name or number. Only to one that the user is in: it is the
 * kernel that says so.
 *
 * @module
 */

import { withoutSlashes } from "../../fs/paths.ts";
import { errno } from "../../libc/errno.ts";
import { SysError } from "../../libc/sys_error.ts";
import { FtpError, reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { physicalPathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { demandChange, demandThere, twoParts } from "./changing.ts";

/** "As it is" to chown(2). */
const SAME = -1;

/** The command in one session. */
export function changeGroup(session: Session): Command {
  return {
    verb: "CHGRP",
    class: "write",
    syntax: "<sp> group <sp> pathname",
    run(request) {
      const { first: group, rest: name } = twoParts(request);
      // A slash at the end asks for no directory here.
      const path = withoutSlashes(physicalPathOf(session, name));
      demandChange(session, request, path, name);
      demandThere(session, path, name);
      try {
        const gid = groupId(session, group);
        if (gid === undefined) throw new SysError("chown", errno.EINVAL, path);
        session.root.chown(path, SAME, gid);
      } catch (error) {
        if (!(error instanceof SysError)) throw error;
        throw new FtpError(reply(550, `${name}: ${error.reason}`), { cause: error });
      }
      return reply(200, "SITE CHGRP command successful");
    },
  };
}

/** The id that `group`, a number or a name, means. */
export function groupId({ auth }: Session, group: string): number | undefined {
  if (!/^\d+$/.test(group)) return auth.groupId(group);
  const gid = Number(group);
  // The largest number means "as it is" to the kernel.
  return gid < 0xffff_ffff ? gid : undefined;
}
