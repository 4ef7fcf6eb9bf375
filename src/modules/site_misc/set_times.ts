/**
 * SITE UTIME: times of access and modification, in the two forms that clients know:
 * `YYYYMMDDhhmm[ss] path`, and `path access modification creation UTC`.
 *
 * @module
 */

import { FtpError, parseTimeVal, reply } from "../../protocol/mod.ts";
import type { Command, Request } from "../../session/module.ts";
import { pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { demandSite, notUnderstood, orRefuse } from "./refusals.ts";

/** What is asked for; times in seconds since the epoch. */
interface Times {
  readonly name: string;
  readonly access: number;
  readonly modification: number;
}

/** The command in one session. */
export function setTimes(session: Session): Command {
  return {
    verb: "UTIME",
    class: "write",
    syntax: "<sp> YYYYMMDDhhmm[ss] <sp> path",
    features: () => ["SITE UTIME"],
    run(request) {
      if (!/ ./.test(request.argument)) notUnderstood(request);
      const times = timesIn(request.argument);
      if (times === undefined) throw unreadable(request);
      const path = pathOf(session, times.name);
      demandSite(session, request, path);
      orRefuse(request, () => session.root.utimes(path, times.access, times.modification));
      return reply(200, "SITE UTIME command successful");
    },
  };
}

/** Reads either form; undefined for anything else. */
function timesIn(argument: string): Times | undefined {
  const long = /^([^]+) (\S+) (\S+) (\S+) UTC$/i.exec(argument);
  if (long !== null) {
    const [, name = "", ...texts] = long;
    const [access, modification, creation] = texts.map(timeOf);
    if (access === undefined || modification === undefined || creation === undefined) {
      return undefined;
    }
    return { name, access, modification };
  }
  const [, text = "", name = ""] = /^(\S+) +([^]+)$/.exec(argument) ?? [];
  const time = timeOf(text);
  return time === undefined ? undefined : { name, access: time, modification: time };
}

/** A time in UTC, with seconds or without. */
function timeOf(text: string): number | undefined {
  return parseTimeVal(/^\d{12}$/.test(text) ? `${text}00` : text);
}

function unreadable({ verb, argument }: Request): FtpError {
  return new FtpError(reply(500, `${verb} ${argument}: Invalid argument`));
}
