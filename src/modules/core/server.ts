/**
 * Who this server says it is: `ServerName`, `ServerIdent`, `ServerAdmin`, and the greeting.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { type Reply, reply } from "../../protocol/mod.ts";
import { formatAddress } from "../../net/mod.ts";
import type { Session } from "../../session/session.ts";
import { displayed } from "../../session/display.ts";
import { displayConnect } from "./display.ts";

/** `ServerName`: the display name of a server. */
export const serverName: Directive<string> = {
  name: "ServerName",
  contexts: ["server", "vhost"],
  syntax: 'ServerName "text"',
  fallback: "ProFTPD",
  repeat: "last",
  parse: (args) => args.single(),
};

/** `ServerAdmin`: whom to write to. Undefined means root at this server's address. */
export const serverAdmin: Directive<string | undefined> = {
  name: "ServerAdmin",
  contexts: ["server", "vhost"],
  syntax: "ServerAdmin email-address",
  fallback: undefined,
  repeat: "last",
  parse: (args) => args.single(),
};

/** `ServerIdent`: what the greeting tells; `text` where it has its own words. */
export const serverIdent: Directive<{ readonly shown: boolean; readonly text?: string }> = {
  name: "ServerIdent",
  contexts: ["server", "vhost", "global"],
  syntax: 'ServerIdent off|on ["text"]',
  fallback: { shown: true },
  parse: (args) => ({ shown: args.boolean(), text: args.words[1] }),
};

/** Whom HELP and the Display files name. */
export function adminOf(session: Session): string {
  return session.config.get(serverAdmin) ?? `root@${session.local.ip}`;
}

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

/** The words of `ServerIdent`: %L is our address, %V our name, %v and %{version} the release. */
function withVariables(session: Session, text: string): string {
  return text.replace(/%(?:\{version\}|[LVv%])/g, (variable) => {
    switch (variable) {
      case "%L":
        return session.local.shown;
      case "%V":
        return session.config.get(serverName);
      case "%v":
        return session.config.get(serverName);
      case "%%":
        return "%";
      default:
        return "1.3.8";
    }
  });
}
