/**
 * SITE CHMOD: permission bits, in octal or as chmod(1) writes them.
 *
 * @module
 */

import { parseMode } from "../../fs/mode.ts";
import { withoutSlashes } from "../../fs/paths.ts";
import { SysError } from "../../libc/sys_error.ts";
import { FtpError, reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { settingsAt } from "../../session/permit.ts";
import { physicalPathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { umask } from "../core/umask.ts";
import { demandChange, demandThere, twoParts } from "./changing.ts";

/** The command in one session. */
export function changeMode(session: Session): Command {
  return {
    verb: "CHMOD",
    class: "write",
    syntax: "<sp> mode <sp> pathname",
    run(request) {
      const { first: mode, rest: name } = twoParts(request);
      const { root } = session;
      // A slash at the end asks for no directory here.
      const path = withoutSlashes(physicalPathOf(session, name));
      demandChange(session, request, path, `CHMOD ${request.argument}`);
      const before = demandThere(session, path, name);
      const wanted = parseMode(mode, before.mode, settingsAt(session, path).get(umask).file);
      if (wanted === undefined) throw new FtpError(reply(550, `'${mode}': invalid mode`));
      try {
        root.chmod(path, wanted);
      } catch (error) {
        if (!(error instanceof SysError)) throw error;
        throw new FtpError(reply(550, `CHMOD ${mode} ${name}: ${error.reason}`), { cause: error });
      }
      return reply(200, "SITE CHMOD command successful");
    },
  };
}
