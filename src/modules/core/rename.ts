/**
 * RNFR and RNTO (RFC 959 §4.1.3), and the rule that nothing may come between them.
 *
 * @module
 */

import { settingText } from "../../config/mod.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { FtpError, reply } from "../../protocol/mod.ts";
import type { Handlers } from "../../session/module.ts";
import { demandUnguarded } from "../../session/guarded_path.ts";
import { demandNameFromHere, demandPermission, settingsAt } from "../../session/permit.ts";
import { argumentOf, pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { allowOverwrite } from "./overwrite.ts";

/** The two commands in one session, and the hook that keeps others out between them. */
export function rename(session: Session): Handlers {
  /** What RNFR named, inside the session's root. */
  let from: string | undefined;
  return {
    commands: [
      {
        verb: "RNFR",
        class: "write",
        syntax: "<sp> pathname",
        run(request) {
          const argument = argumentOf(request);
          const path = pathOf(session, argument);
          demandPermission(session, "RNFR", path, argument, "Operation not permitted");
          demandNameFromHere(session, path, argument);
          session.root.lstat(path);
          from = path;
          return reply(350, "File or directory exists, ready for destination name");
        },
      },
      {
        verb: "RNTO",
        class: "write",
        syntax: "<sp> pathname",
        run(request) {
          const source = from;
          from = undefined;
          const argument = argumentOf(request);
          if (source === undefined) throw new FtpError(reply(503, "Bad sequence of commands"));
          const path = pathOf(session, argument);
          demandPermission(session, "RNTO", path, argument, "Operation not permitted");
          demandNameFromHere(session, path, argument);
          demandUnguarded(session, source, argument, false);
          // The original asks where the client is; where the file is must agree, too.
          const scopes = [path, session.cwd].map((place) => settingsAt(session, place));
          const forbidding = scopes.find((scope) => !scope.get(allowOverwrite));
          const replace = forbidding === undefined;
          try {
            session.root.rename(source, path, { replace });
          } catch (error) {
            if (!forbidding || !isSysError(error, "EEXIST")) throw error;
            session.log.debug(
              8,
              () => `${path}: denied by ${settingText(forbidding, allowOverwrite)}`,
            );
            throw new FtpError(reply(550, `${argument}: Rename permission denied`));
          }
          return reply(250, "Rename successful");
        },
      },
    ],
    hooks: [{
      phase: "pre",
      verb: "*",
      run({ verb }) {
        if (from === undefined || verb === "RNTO") return;
        if (session.table.commands.get(verb)?.duringRename) return;
        return reply(501, "Bad sequence of commands");
      },
    }, {
      // One that a filter has kept from being run was the answer to RNFR, too.
      phase: "postError",
      verb: "RNTO",
      run() {
        from = undefined;
      },
    }],
  };
}
