/**
 * Who this server says it is: `ServerIdent` and the greeting.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { type Reply, reply } from "../../protocol/mod.ts";
import { formatAddress } from "../../net/mod.ts";
import type { Session } from "../../session/session.ts";
import { displayed } from "../../session/display.ts";
import { serverName } from "../../settings/mod.ts";
import { displayConnect } from "./display.ts";

export { adminOf } from "../../session/admin.ts";
export { serverAdmin, serverName } from "../../settings/mod.ts";

/** `ServerIdent`: what the greeting tells; `text` where it has its own words. */
export const serverIdent: Directive<{ readonly shown: boolean; readonly text?: string }> = {
  name: "ServerIdent",
  contexts: ["server", "vhost", "global"],
  syntax: 'ServerIdent off|on ["text"]',
  fallback: { shown: true },
  parse(args) {
    args.between(1, 2);
    return { shown: args.boolean(), text: args.words[1] };
  },
};

/** The greeting: 220, after the lines of `DisplayConnect`. */
export function greeting(session: Session): Reply {
  const { config } = session;
  const ident = config.get(serverIdent);
  const address = session.masquerade ? formatAddress(session.masquerade) : session.local.shown;
  const text = !ident.shown
    ? `${address} FTP server ready`
    : ident.text === undefined
    ? `ProFTPD Server (${config.get(serverName)}) [${address}]`
    : withVariables(session, ident.text);
  return displayed(session, config.get(displayConnect), reply(220, text));
}

/** The words of `ServerIdent`: %L our address, %V our DNS name, %v our name, %{version} the release. */
function withVariables(session: Session, text: string): string {
  return text.replace(/%(?:\{version\}|[LVv])/g, (variable) => {
    switch (variable) {
      case "%L":
        return session.local.shown;
      case "%V":
        return session.local.name;
      case "%v":
        return session.config.get(serverName);
      default:
        return "1.3.8";
    }
  });
}
