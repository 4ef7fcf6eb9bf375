/**
 * PASV (RFC 959 §4.1.2), EPSV (RFC 2428 §3), and `PassivePorts`.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { SysError } from "../../libc/sys_error.ts";
import {
  formatAddress,
  openPassivePort,
  type PassivePort,
  type PortRange,
  type SocketAddress,
  unmapped,
} from "../../net/mod.ts";
import {
  extendedPassiveReply,
  FtpError,
  parseEpsv,
  passiveReply,
  reply,
  unsupportedProtocolReply,
} from "../../protocol/mod.ts";
import type { Command, Request } from "../../session/module.ts";
import { permit } from "../../session/permit.ts";
import { withoutArgument } from "../../session/requests.ts";
import type { Session } from "../../session/session.ts";
import { setSocketOptions } from "../../session/socket_options.ts";
import { supportedProtocols } from "./active.ts";

/** `PassivePorts min max`. */
export const passivePorts: Directive<PortRange | undefined> = {
  name: "PassivePorts",
  contexts: ["server", "vhost", "global"],
  syntax: "PassivePorts min max",
  fallback: undefined,
  parse(args) {
    args.atLeast(2);
    for (const [index, name] of ["min", "max"].entries()) {
      if (!/^\d+$/.test(args.word(index))) args.fail(`${name} port must be allowable port number`);
    }
    const range = { min: args.count(0), max: args.count(1) };
    if (range.max > 65535) args.fail("max port must be allowable port number");
    if (range.min < 1024) args.fail("port numbers must be above 1023");
    if (range.min > range.max) args.fail("min port must be less than max port");
    return range;
  },
};

/** The two commands in one session. */
export function passive(session: Session): readonly Command[] {
  function open(request: Request): PassivePort {
    if (!permit(session, request.verb, session.cwd, request.argument)) {
      throw new FtpError(reply(501, `${request.verb}: Operation not permitted`));
    }
    const range = session.config.get(passivePorts);
    const port = portFor(range);
    if (port.outsideRange) {
      session.log.warning(
        `unable to find open port in PassivePorts range ${range?.min}-${range?.max}: ` +
          "defaulting to INPORT_ANY (consider defining a larger PassivePorts range)",
      );
    }
    session.data.setPassive(port.fd, port.address.port);
    return port;
  }

  /** Throws `FtpError` 425 where no port is to be had at all, or no descriptor. */
  function portFor(range: PortRange | undefined): PassivePort {
    try {
      return openPassivePort(
        session.local.address,
        range,
        (fd) => setSocketOptions(fd, session.config),
      );
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      session.log.error(`unable to open a port for a data connection: ${error.message}`);
      throw new FtpError(reply(425, "Unable to build data connection: Internal error"));
    }
  }

  /** The address that PASV tells: only IPv4 fits in there. */
  function told(port: PassivePort): SocketAddress {
    const address = unmapped(session.masquerade ?? port.address);
    if (address.family === "inet") return address;
    session.data.reset();
    throw new FtpError(reply(500, "Illegal PASV command: IPv6 clients use EPSV"));
  }

  return [
    {
      verb: "PASV",
      class: "misc",
      syntax: "(returns address/port)",
      run(request) {
        withoutArgument(request);
        if (session.data.onlyExtendedPassive) {
          throw new FtpError(reply(500, "Illegal PASV command, EPSV ALL in effect"));
        }
        const port = open(request);
        return passiveReply({ address: formatAddress(told(port)), port: port.address.port });
      },
    },
    {
      verb: "EPSV",
      class: "misc",
      syntax: "(returns port |||port|)",
      features: () => ["EPSV"],
      run(request) {
        const wanted = parseEpsv(request.argument);
        if (wanted === "all") {
          session.data.onlyExtendedPassive = true;
          return reply(200, "EPSV ALL command successful");
        }
        const supported = supportedProtocols(session);
        if (wanted !== "any" && !supported.includes(wanted)) {
          throw new FtpError(unsupportedProtocolReply(supported));
        }
        return extendedPassiveReply(open(request).address.port);
      },
    },
  ];
}
