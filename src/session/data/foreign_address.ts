/**
 * `AllowForeignAddress`: data connections with somebody else than the client, and the bounce attack
 * that they make possible (RFC 2577 §3).
 *
 * @module
 */

import { booleanOf, type Directive } from "../../config/mod.ts";
import {
  formatAddress,
  isWithin,
  parseAddress,
  sameAddress,
  type SocketAddress,
  unmapped,
  withPort,
} from "../../net/mod.ts";
import { isOfClass } from "../access/class.ts";
import type { Session } from "../session.ts";

/**
 * `AllowForeignAddress on|off|class`: whether any address is allowed besides the client's, or, by its
 * name, those of a `<Class>`. A class that there is not is nobody's.
 */
export const allowForeignAddress: Directive<boolean | string> = {
  name: "AllowForeignAddress",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "AllowForeignAddress on|off|class-name",
  fallback: false,
  parse: (args) => booleanOf(args.single()) ?? args.single(),
};

/** Whether a data connection may be with `peer`, which is not where the client is. */
export function mayBeForeign({ classes, config }: Session, peer: SocketAddress): boolean {
  const allowed = config.get(allowForeignAddress);
  if (typeof allowed === "boolean") return allowed;
  const ip = formatAddress(unmapped(peer));
  return isOfClass(classes, allowed, { address: peer, ip, name: ip });
}

/** The networks that only exist behind somebody's router (RFC 1918 §3). */
const PRIVATE: readonly (readonly [network: string, bits: number])[] = [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
];

function isPrivate(address: SocketAddress): boolean {
  return PRIVATE.some(([network, bits]) => {
    const first = parseAddress(network);
    return first !== undefined && isWithin(address, first, bits);
  });
}

/**
 * Whom a client means by `target`. One behind a router that translates addresses may know its private
 * one only: where it does not come from such an address itself it is at the one that it comes from, as
 * in the original, whoever else may be meant.
 */
export function meantTarget({ client }: Session, target: SocketAddress): SocketAddress {
  const from = unmapped(client.address);
  if (from.family !== "inet" || !isPrivate(target) || isPrivate(from)) return target;
  return withPort(from, target.port);
}

/** The lowest port that PORT and EPRT may name: below are the services of others. */
const LOWEST_PORT = 1024;

/**
 * Why an active data connection to `target` is refused, for the log; undefined when it may be opened.
 */
export function refusal(session: Session, target: SocketAddress): string | undefined {
  const client = session.client.address;
  if (target.port < LOWEST_PORT) {
    return `port ${target.port} below ${LOWEST_PORT}, possible bounce attack`;
  }
  if (sameAddress(target, client) || mayBeForeign(session, target)) return undefined;
  return "address mismatch";
}
