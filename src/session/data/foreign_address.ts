/**
 * `AllowForeignAddress`: data connections with somebody else than the client, and the bounce attack
 * that they make possible (RFC 2577 §3).
 *
 * @module
 */

import { booleanOf, type Directive } from "../../config/mod.ts";
import { formatAddress, sameAddress, type SocketAddress, unmapped } from "../../net/mod.ts";
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
