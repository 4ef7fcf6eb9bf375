/**
 * MKD and RMD (RFC 959 §4.1.3) with their X forms (RFC 775).
 *
 * @module
 */

import { FtpError, quotePath, reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { demandNameFromHere, demandPermission } from "../../session/permit.ts";
import { argumentOf, pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { giveDirectoryToOwner } from "./ownership.ts";
import { withUmask } from "./umask.ts";

/** The four commands in one session. */
export function makeDirectory(session: Session): readonly Command[] {
  const mkd = (verb: string): Command => ({
    verb,
    class: "dirs",
    syntax: "<sp> pathname",
    run(request) {
      const argument = argumentOf(request);
      // The original's rule: in a listing by pattern such a name would stand for others.
      if (argument.includes("*")) {
        throw new FtpError(reply(550, `${argument}: Invalid directory name`));
      }
      const path = pathOf(session, argument);
      demandPermission(session, verb, path, argument, "Permission denied");
      demandNameFromHere(session, path, argument);
      withUmask(session, path, "directory", () => session.root.mkdir(path, 0o777));
      giveDirectoryToOwner(session, path);
      return reply(257, `${quotePath(path)} - Directory successfully created`);
    },
  });
  const rmd = (verb: string): Command => ({
    verb,
    class: "dirs",
    syntax: "<sp> pathname",
    run(request) {
      const argument = argumentOf(request);
      const path = pathOf(session, argument);
      demandPermission(session, verb, path, argument, "Permission denied");
      demandNameFromHere(session, path, argument);
      session.root.rmdir(path);
      return reply(250, `${verb} command successful`);
    },
  });
  return [mkd("MKD"), mkd("XMKD"), rmd("RMD"), rmd("XRMD")];
}
