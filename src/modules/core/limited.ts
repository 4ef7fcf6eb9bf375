/**
 * `<Limit>` for the commands that touch no path: each of the others asks for itself, about its path.
 *
 * The original asks for NOOP, FEAT, HELP, RANG, HOST and SITE HELP, and ignores what a `<Limit>` says
 * of TYPE, SYST and the like. Here all of them can be limited by name; `<Limit ALL>` covers the same
 * ones as there.
 *
 * @module
 */

import { parseSiteLine, type Reply, reply } from "../../protocol/mod.ts";
import type { Hook, Request } from "../../session/module.ts";
import { permit } from "../../session/permit.ts";
import type { Session } from "../../session/session.ts";

/** What a denied command answers with, in the words of the original where it has any. */
const denials: Readonly<Record<string, (request: Request) => Reply>> = {
  FEAT: unpermitted,
  HELP: () => reply(501, "HELP: Permission denied"),
  HOST: ({ argument }) => reply(504, `${argument}: Permission denied`),
  NOOP: () => reply(550, "Operation not permitted"),
  RANG: () => reply(552, "RANG: Operation not permitted"),
  ...Object.fromEntries(
    ["ALLO", "CLNT", "CSID", "LANG", "MODE", "OPTS", "REST", "STRU", "SYST", "TYPE"]
      .map((verb) => [verb, unpermitted]),
  ),
};

function unpermitted({ verb }: Request): Reply {
  return reply(550, `${verb}: Operation not permitted`);
}

/** The hook of one session. */
export function limitHook(session: Session): Hook {
  return {
    phase: "pre",
    verb: "*",
    run(request) {
      const { verb, argument } = request;
      if (verb === "SITE" && isSiteHelp(argument)) {
        if (permit(session, "SITE_HELP", session.cwd, argument)) return;
        return reply(501, "HELP: Permission denied");
      }
      const denial = denials[verb];
      if (denial && !permit(session, verb, session.cwd, argument)) return denial(request);
    },
  };
}

function isSiteHelp(argument: string): boolean {
  const line = parseSiteLine(argument);
  return line.verb === "HELP" && line.argument.trim() === "";
}
