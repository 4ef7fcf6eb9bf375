/**
 * `AllowForeignAddress`: data connections with somebody else than the client, and the bounce attack
 * that they make possible (RFC 2577 §3).
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { sameAddress, type SocketAddress } from "../../net/mod.ts";
import type { Session } from "../session.ts";

/** `AllowForeignAddress on|off`: a `<Class>` of clients is a restriction that is not built yet. */
export const allowForeignAddress: Directive<boolean> = {
  name: "AllowForeignAddress",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "AllowForeignAddress on|off",
  fallback: false,
  parse: (args) => args.boolean(),
};

/** Whether a data connection may be with `peer`, which is not where the client is. */
export function mayBeForeign(session: Session): boolean {
  return session.config.get(allowForeignAddress);
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
  if (sameAddress(target, client) || mayBeForeign(session)) return undefined;
  return "address mismatch";
}
