/**
 * PWD, CWD and CDUP (RFC 959 §4.1.1, §4.1.3) with their X forms (RFC 775).
 *
 * @module
 */

import { joinLexically, withoutSlashes } from "../../fs/paths.ts";
import { FtpError, quotePath, type Reply, reply } from "../../protocol/mod.ts";
import { permit } from "../../session/permit.ts";
import type { Command, Request } from "../../session/module.ts";
import { argumentOf, pathOf, physicalPathOf, withoutArgument } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { errno, strerror } from "../../libc/errno.ts";
import { SysError } from "../../libc/sys_error.ts";
import { cdPath } from "./cd_path.ts";
import { chdirDisplay } from "./display_chdir.ts";

/** The six commands in one session. */
export function workingDirectory(session: Session): readonly Command[] {
  function print(request: Request) {
    withoutArgument(request);
    if (!permit(session, request.verb, session.cwd, "")) {
      throw new FtpError(reply(550, `${request.verb}: Permission denied`));
    }
    return reply(257, `${quotePath(session.cwd)} is the current directory`);
  }

  const withDisplay = chdirDisplay(session);

  function entered({ verb }: Request): Reply {
    return withDisplay(reply(250, `${verb} command successful`));
  }

  /** From a directory that somebody has removed the way up is still known by its name. */
  function destination(argument: string): string {
    const isLost = argument.startsWith("..") && session.root.tryStat(session.cwd) === undefined;
    return isLost ? pathOf(session, argument) : physicalPathOf(session, argument);
  }

  /** Whether one of the directories of `CDPath` has what `argument` names; it is entered then. */
  function enteredElsewhere({ verb }: Request, argument: string): boolean {
    for (const directory of session.config.all(cdPath)) {
      const path = joinLexically("/", `${directory}/${argument}`);
      if (session.root.tryStat(path) === undefined || !permit(session, verb, path, argument)) {
        continue;
      }
      try {
        session.cwd = session.root.chdir(path);
        return true;
      } catch (error) {
        if (!(error instanceof SysError)) throw error; // the next one may be open to the client
      }
    }
    return false;
  }

  function change(request: Request, argument: string) {
    const path = destination(argument);
    if (!permit(session, request.verb, path, argument)) {
      throw new FtpError(reply(550, `${argument}: No such file or directory`));
    }
    try {
      session.cwd = session.root.chdir(path);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      if (enteredElsewhere(request, argument)) return entered(request);
      // What cannot even be looked at is missing to the original, whatever the kernel's reason.
      const isThere = session.root.tryStat(withoutSlashes(path)) !== undefined;
      const reason = isThere ? error.reason : strerror(errno.ENOENT);
      throw new FtpError(reply(550, `${argument}: ${reason}`), { cause: error });
    }
    return entered(request);
  }

  const cwd = (verb: string): Command => ({
    verb,
    class: "dirs",
    syntax: "<sp> pathname",
    run: (request) => change(request, argumentOf(request)),
  });
  const cdup = (verb: string): Command => ({
    verb,
    class: "dirs",
    syntax: "(up one directory)",
    run(request) {
      withoutArgument(request);
      return change(request, "..");
    },
  });
  const pwd = (verb: string): Command => ({
    verb,
    class: "info",
    syntax: "(returns current working directory)",
    run: print,
  });
  return [cwd("CWD"), cwd("XCWD"), cdup("CDUP"), cdup("XCUP"), pwd("PWD"), pwd("XPWD")];
}
