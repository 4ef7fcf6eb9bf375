/**
 * MFMT and MFF (draft-somers-ftp-mfxx): setting the facts of a file. Nothing is changed unless all of
 * the command can be understood.
 *
 * @module
 */

import { rowOf } from "../../config/words.ts";
import { parseMode } from "../../fs/mode.ts";
import { joinPath } from "../../fs/paths.ts";
import { errno } from "../../libc/errno.ts";
import { isSysError, SysError } from "../../libc/sys_error.ts";
import { FtpError, parseTimeVal, type Reply, reply, words } from "../../protocol/mod.ts";
import { isGuarded } from "../../session/guarded_path.ts";
import type { Command, Request } from "../../session/module.ts";
import { permit, permitsName } from "../../session/permit.ts";
import { wrongParameters } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { groupId } from "../site/change_group.ts";

/** A change that is understood. */
type Change = (path: string) => void;

/** "As it is" to chown(2). */
const SAME = -1;

/** The two commands in one session. */
export function modifyFacts(session: Session): readonly Command[] {
  /** What the facts of MFF do, by their names in lower case. The root is another before login. */
  const changes: Readonly<Record<string, (value: string, name: string) => Change>> = {
    modify: (value, name) => modification(value, name),
    "unix.mode": (value, name) => {
      const bits = /^[0-7]+$/.test(value) ? parseMode(value, 0, 0) : undefined;
      if (bits === undefined) throw invalid(name);
      return (path) => session.root.chmod(path, bits);
    },
    "unix.group": groupChange,
    "unix.groupname": groupChange,
  };

  function groupChange(value: string, name: string): Change {
    const gid = groupId(session, value);
    if (gid === undefined) throw invalid(name);
    return (path) => session.root.chown(path, SAME, gid);
  }

  function modification(value: string, name: string): Change {
    if (!/^\d{14}/.test(value)) throw invalid(value);
    const time = parseTimeVal(value);
    if (time === undefined || time < 0) throw invalid(name);
    return (path) => session.root.utimes(path, time, time);
  }

  function demand({ verb, argument }: Request, path: string, name: string): void {
    if (!permit(session, verb, path, argument)) {
      throw new FtpError(reply(550, "Unable to handle command"));
    }
    if (!permitsName(session, path)) {
      throw new FtpError(reply(550, `${name}: Permission denied`));
    }
  }

  function change(path: string, name: string, work: readonly Change[], done: Reply): Reply {
    try {
      if (isGuarded(session, path, true)) {
        session.root.stat(path);
        throw new SysError("change", errno.EACCES, path);
      }
      for (const one of work) one(path);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      const code = isSysError(error, "ENOENT") ? 550 : 501;
      throw new FtpError(reply(code, `${name}: ${error.reason}`), { cause: error });
    }
    return done;
  }

  return [
    {
      verb: "MFMT",
      class: "write",
      features: () => ["MFMT"],
      run(request) {
        const { first: time, name } = parts(request);
        const path = joinPath(session.cwd, name);
        demand(request, path, name);
        const said = `Modify=${/^\d*/.exec(time)?.[0]}; ${name}`;
        return change(path, name, [modification(time, name)], reply(213, said));
      },
    },
    {
      verb: "MFF",
      class: "write",
      features: () => ["MFF modify;UNIX.group;UNIX.mode;"],
      run(request) {
        const { first: facts, name } = parts(request);
        if (!facts.endsWith(";")) throw new FtpError(reply(550, `${facts}: Invalid argument`));
        const path = joinPath(session.cwd, name);
        demand(request, path, name);
        const work = facts.slice(0, -1).split(";").map((fact) => {
          const [key, value = key] = fact.split("=", 2);
          const known = rowOf(changes, key);
          if (known === undefined) {
            throw new FtpError(reply(504, `Cannot modify fact '${fact}'`));
          }
          return known(value, name);
        });
        return change(path, name, work, reply(213, `${facts} ${name}`));
      },
    },
  ];
}

/**
 * The first word, and the name: all behind the first blank, as the original has it, also where that
 * blank stands before the word. Throws `FtpError` 501 where there are no two words.
 */
function parts({ argument }: Request): { first: string; name: string } {
  const [first, second] = words(argument);
  if (first === undefined || second === undefined) throw wrongParameters();
  const blank = argument.indexOf(" ");
  if (blank < 0) throw new FtpError(reply(501, "Invalid command syntax"));
  return { first, name: argument.slice(blank + 1) };
}

function invalid(what: string): FtpError {
  return new FtpError(reply(501, `${what}: Invalid argument`));
}
