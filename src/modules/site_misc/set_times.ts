/**
 * SITE UTIME: times of access and modification, in the two forms that clients know:
 * `YYYYMMDDhhmm[ss] path`, and `path access modification creation UTC`.
 *
 * @module
 */

import {
  firstSiteWord,
  FtpError,
  parseTimeVal,
  reply,
  siteName,
  siteWords,
} from "../../protocol/mod.ts";
import type { Command, Request } from "../../session/module.ts";
import { pathOf } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { notUnderstood } from "../site/name_in.ts";
import { demandSite, orRefuse } from "./refusals.ts";

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
      if (siteWords(request.argument).length < 2) notUnderstood(request);
      const times = timesIn(request.argument);
      if (times === undefined) throw unreadable(request);
      if (times.name === "") notUnderstood(request);
      const path = pathOf(session, times.name);
      demandSite(session, request, path);
      orRefuse(request, () => session.root.utimes(path, times.access, times.modification));
      return reply(200, "SITE UTIME command successful");
    },
  };
}

/** Reads either form; undefined for anything else. */
function timesIn(argument: string): Times | undefined {
  const [, first = "", ...texts] = /^([^]*) (\S+) (\S+) (\S+) UTC ?$/i.exec(argument) ?? [];
  if (texts.length > 0) {
    const [access, modification, creation] = texts.map(timeOf);
    if (access === undefined || modification === undefined || creation === undefined) {
      return undefined;
    }
    return { name: nameOf(first), access, modification };
  }
  const { word, rest } = firstSiteWord(argument);
  const time = timeOf(word);
  return time === undefined ? undefined : { name: nameOf(rest), access: time, modification: time };
}

/** The name, which any number of blanks may stand before. */
function nameOf(text: string): string {
  return siteName(text.replace(/^ +/, ""));
}

/** A time in UTC, with seconds or without. */
function timeOf(text: string): number | undefined {
  return parseTimeVal(/^\d{12}$/.test(text) ? `${text}00` : text);
}

function unreadable({ verb, argument }: Request): FtpError {
  return new FtpError(reply(500, `${verb} ${argument}: Invalid argument`));
}
