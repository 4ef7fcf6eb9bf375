/**
 * SITE CPFR and CPTO, which belong together as RNFR and RNTO do, and SITE COPY, which is both at once.
 *
 * @module
 */

import { isSysError, SysError } from "../../libc/sys_error.ts";
import { FtpError, type Reply, reply, siteWords } from "../../protocol/mod.ts";
import { demandUnguarded } from "../../session/guarded_path.ts";
import type { Command } from "../../session/module.ts";
import { permit, permitsName } from "../../session/permit.ts";
import { pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { nameIn, notUnderstood } from "../site/name_in.ts";
import { copyTree } from "./copy_tree.ts";

/** The commands in one session; `keep` tells whether what was made stays when a copy fails. */
export function copyCommands(session: Session, keep: () => boolean): readonly Command[] {
  /** What CPFR named, inside the session's root. */
  let from: string | undefined;

  function demand(verb: string, path: string, name: string): void {
    if (permit(session, verb, path, name)) return;
    throw new FtpError(reply(550, `${name}: Operation not permitted`));
  }

  /** Copies, and puts what the kernel refuses into words. */
  function copy(
    verb: string,
    sourceVerb: string,
    source: string,
    destination: string,
    done: Reply,
  ): Reply {
    const demands = {
      source: (path: string) => demand(sourceVerb, path, path),
      destination(path: string) {
        demand(`SITE_${verb}`, path, path);
        if (!permitsName(session, path)) {
          throw new FtpError(reply(550, `${verb}: Operation not permitted`));
        }
        demandUnguarded(session, path, path, false);
      },
    };
    session.timers.pause("idle");
    try {
      copyTree(session, source, destination, demands, keep());
      return done;
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      session.log.debug(2, `SITE ${verb}: ${error.message}`);
      // As the original: SITE COPY has one code for everything.
      const isFull = isSysError(error, "EDQUOT", "ENOSPC", "EFBIG");
      const code = verb === "CPTO" && isFull ? 552 : 550;
      throw new FtpError(reply(code, `${verb}: ${error.reason}`), { cause: error });
    } finally {
      session.timers.restart("idle");
    }
  }

  return [
    {
      verb: "CPFR",
      class: "write",
      syntax: "<sp> pathname",
      run(request) {
        const path = pathOf(session, nameIn(request));
        demand("SITE_CPFR", path, path);
        try {
          session.root.lstat(path);
        } catch (error) {
          if (!(error instanceof SysError)) throw error;
          throw new FtpError(reply(550, `${path}: ${error.reason}`), { cause: error });
        }
        from = path;
        return reply(350, "File or directory exists, ready for destination name");
      },
    },
    {
      verb: "CPTO",
      class: "write",
      syntax: "<sp> pathname",
      run(request) {
        const name = nameIn(request);
        const source = from;
        if (source === undefined) throw new FtpError(reply(503, "Bad sequence of commands"));
        from = undefined;
        const path = pathOf(session, name);
        demand("SITE_CPTO", path, path);
        return copy("CPTO", "SITE_CPFR", source, path, reply(250, "Copy successful"));
      },
    },
    {
      verb: "COPY",
      class: "write",
      features: () => ["SITE COPY"],
      run(request) {
        const [source, destination, ...more] = siteWords(request.argument);
        if (!source || !destination || more.length > 0) notUnderstood(request);
        const path = pathOf(session, destination);
        demand("SITE_COPY", path, destination);
        const done = reply(200, "SITE COPY command successful");
        return copy("COPY", "SITE_COPY FROM", pathOf(session, source), path, done);
      },
    },
  ];
}
