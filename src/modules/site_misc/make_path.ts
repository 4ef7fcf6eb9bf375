/**
 * SITE MKDIR: a directory, and those on the way to it.
 *
 * @module
 */

import { errno } from "../../libc/errno.ts";
import { S_IFDIR, S_IFMT } from "../../libc/statx.ts";
import { isSysError, SysError } from "../../libc/sys_error.ts";
import { reply } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import { pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { withUmask } from "../core/umask.ts";
import { nameIn } from "../site/name_in.ts";
import { demandSite, orRefuse } from "./refusals.ts";

/** The command in one session. */
export function makePath(session: Session): Command {
  /** Makes one directory; one that is there is fine. */
  function make(path: string): void {
    try {
      withUmask(session, path, "directory", () => session.root.mkdir(path, 0o777));
    } catch (error) {
      if (!isSysError(error, "EEXIST")) throw error;
      if ((session.root.stat(path).mode & S_IFMT) !== S_IFDIR) {
        throw new SysError("mkdir", errno.ENOTDIR, path);
      }
    }
  }

  return {
    verb: "MKDIR",
    class: "write",
    syntax: "<sp> path",
    features: () => ["SITE MKDIR"],
    run(request) {
      const path = pathOf(session, nameIn(request));
      demandSite(session, request, path);
      const missing = missingIn(session, path);
      // Before anything is made: what is refused leaves nothing behind.
      for (const one of missing) demandSite(session, request, one);
      orRefuse(request, () => missing.length === 0 ? make(path) : missing.forEach(make));
      return reply(200, "SITE MKDIR command successful");
    },
  };
}

/** The directories that `path` needs and that are not there, outermost first. */
function missingIn({ root }: Session, path: string): string[] {
  const missing: string[] = [];
  for (let at = path; root.tryLstat(at) === undefined; at = at.slice(0, at.lastIndexOf("/"))) {
    if (at === "") break;
    missing.unshift(at);
  }
  return missing;
}
