/**
 * HOST (RFC 7151): choosing a server by name, before login.
 *
 * @module
 */

import { parseAddress, sameAddress } from "../../net/mod.ts";
import { FtpError, notUnderstood, type Reply, reply, words } from "../../protocol/mod.ts";
import type { Command } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { greeting } from "./server.ts";

/** The command in one session. */
export function host(session: Session): Command {
  return {
    verb: "HOST",
    class: "misc",
    syntax: "<cp> hostname",
    features: () => ["HOST"],
    beforeLogin: true,
    run(request) {
      const [name, ...more] = words(request.argument);
      if (name === undefined || more.length > 0) {
        throw new FtpError(notUnderstood(500, { ...request, argument: "" }));
      }
      if (session.login) throw new FtpError(reply(503, "Bad sequence of commands"));
      const byAddress = isAddress(session, name);
      // Whoever could have said it in the hello, and did not, comes too late.
      const { settled } = session.servers;
      if (settled && settled.name === undefined) {
        throw new FtpError(reply(503, "Bad sequence of commands"));
      }
      return byAddress ? ownAddress(session, name) : namedServer(session, name);
    },
  };
}

/** Whether `name` is an address. Throws `FtpError` for what is neither that nor a host name. */
function isAddress({ local }: Session, name: string): boolean {
  const ipv6 = local.address.family === "inet6";
  const bracketed = /^\[(.*)\]$/.exec(name)?.[1];
  const inside = bracketed ?? name;
  const literal = parseAddress(inside);
  if (literal?.family === "inet" && bracketed === undefined) return true;
  const isIPv6 = literal?.family === "inet6" && !inside.includes("%");
  if (isIPv6 && bracketed !== undefined && ipv6) return true;
  // Only an IPv6 address is written in brackets, and no IPv6 address without (RFC 7151 section 3.1).
  if (ipv6 && (name.startsWith("[") || isIPv6)) {
    throw new FtpError(reply(501, `${name}: Invalid IPv6 address provided`));
  }
  if (name.includes(":") || name.startsWith("[")) {
    throw new FtpError(reply(501, `${name}: Invalid hostname provided`));
  }
  return false;
}

/** The client may name the address that it has connected to, which changes nothing. */
function ownAddress(session: Session, name: string): Reply {
  const { address, ip } = session.local;
  const asked = parseAddress(name.replace(/^\[(.*)\]$/, "$1"));
  if (asked && sameAddress(asked, address)) return reply(220, "HOST command successful");
  session.log.debug(
    0,
    `HOST '${name}' requested, but client connected to ` +
      `${address.family === "inet" ? "IPv4" : "IPv6"} address '${ip}', refusing HOST command`,
    "binding",
  );
  throw new FtpError(reply(504, `${name}: Unknown hostname provided`));
}

function namedServer(session: Session, name: string): Reply {
  const { local, log, servers } = session;
  const only = servers.settled?.name?.toLowerCase() ?? name.toLowerCase();
  const found = name.toLowerCase() === only ? servers.named(name) : undefined;
  if (found === undefined) {
    log.debug(
      0,
      `Unknown host '${name}' requested on ${local.shown}#${local.address.port}, ` +
        "refusing HOST command",
      "binding",
    );
    throw new FtpError(reply(504, `${name}: Unknown hostname provided`));
  }
  servers.move(session, found, "HOST command");
  servers.noteHost(name);
  return greeting(session);
}
