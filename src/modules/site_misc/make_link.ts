/**
 * SITE SYMLINK: a symbolic link to something that is there.
 *
 * @module
 */

import { FtpError, reply, siteWords } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { permit } from "../../session/permit.ts";
import { pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { notUnderstood } from "../site/name_in.ts";
import { demandSite, orRefuse } from "./refusals.ts";

/** The command in one session. */
export function makeLink(session: Session): Command {
  return {
    verb: "SYMLINK",
    class: "write",
    syntax: "<sp> source <sp> destination",
    features: () => ["SITE SYMLINK"],
    run(request) {
      const [source, destination] = siteWords(request.argument);
      if (!source || destination === undefined) notUnderstood(request);
      const target = pathOf(session, source);
      const path = pathOf(session, destination);
      demandPath(session, "SITE_SYMLINK FROM", target, source);
      demandPath(session, "SITE_SYMLINK", path, destination);
      demandSite(session, request, path, false);
      orRefuse(request, () => {
        session.root.stat(target);
        session.root.symlink(target, path);
      });
      return reply(200, "SITE SYMLINK command successful");
    },
  };
}

function demandPath(session: Session, verb: string, path: string, name: string): void {
  if (permit(session, verb, path, name)) return;
  throw new FtpError(reply(550, `${name}: Operation not permitted`));
}
