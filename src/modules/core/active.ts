/**
 * PORT (RFC 959 §4.1.2) and EPRT (RFC 2428 §2): data connections that the server opens.
 *
 * @module
 */

import { formatAddress, mapped, parseAddress, type SocketAddress } from "../../net/mod.ts";
import {
  formatHostPort,
  FtpError,
  networkProtocol,
  parseEprt,
  parseHostPort,
  type Reply,
  reply,
  unsupportedProtocolReply,
} from "../../protocol/mod.ts";
import type { Command, Request } from "../../session/module.ts";
import { permit } from "../../session/permit.ts";
import { onlyWord } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { meantTarget, refusal } from "../../session/data/foreign_address.ts";

/** The two commands in one session. */
export function active(session: Session): readonly Command[] {
  function guard({ verb, argument }: Request): void {
    if (session.data.onlyExtendedPassive) {
      throw new FtpError(reply(500, `Illegal ${verb} command, EPSV ALL in effect`));
    }
    if (!permit(session, verb, session.cwd, argument)) {
      throw new FtpError(reply(501, `${verb}: Operation not permitted`));
    }
  }

  function accept(request: Request, named: SocketAddress, asSent: string): Reply {
    const target = meantTarget(session, named);
    const why = refusal(session, target);
    if (why !== undefined) {
      session.log.warning(`Refused ${request.verb} ${asSent} (${why})`);
      throw new FtpError(reply(500, `Illegal ${request.verb} command`));
    }
    // The socket is of the control connection's family, which may be IPv6 for an IPv4 client.
    const { family } = session.local.address;
    session.data.setActive(family === "inet6" ? mapped(target) : target);
    return reply(200, `${request.verb} command successful`);
  }

  return [
    {
      verb: "PORT",
      class: "misc",
      syntax: "<sp> h1,h2,h3,h4,p1,p2",
      run(request) {
        guard(request);
        const place = parseHostPort(onlyWord(request));
        const address = place && parseAddress(place.address, place.port);
        if (!address) throw new FtpError(reply(501, "Illegal PORT command"));
        return accept(request, address, formatHostPort(place));
      },
    },
    {
      verb: "EPRT",
      class: "misc",
      syntax: "<sp> |proto|addr|port|",
      features: () => ["EPRT"],
      run(request) {
        guard(request);
        const place = parseEprt(onlyWord(request));
        const supported = supportedProtocols(session);
        if (!supported.includes(place.protocol)) {
          throw new FtpError(unsupportedProtocolReply(supported));
        }
        const address = parseAddress(place.address, place.port);
        const family = place.protocol === networkProtocol.ipv4 ? "inet" : "inet6";
        if (!address || address.family !== family) {
          throw new FtpError(reply(501, "Illegal EPRT command"));
        }
        return accept(
          request,
          address,
          `|${place.protocol}|${formatAddress(address)}|${place.port}|`,
        );
      },
    },
  ];
}

/** The network protocols that a data connection of this session can have (RFC 2428 §2). */
export function supportedProtocols(session: Session): readonly number[] {
  const { ipv4, ipv6 } = networkProtocol;
  return session.local.address.family === "inet" ? [ipv4] : [ipv4, ipv6];
}
