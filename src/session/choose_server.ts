/**
 * Which server a connection is for (`<VirtualHost>`, `DefaultServer`).
 *
 * @module
 */

import type { Binding, Handover } from "../config/handover.ts";

/** A server, and why it is this one. */
export interface Choice {
  /** Its index. */
  readonly server: number;
  /** For the log: `it has this address`. */
  readonly because: string;
}

/**
 * The server that answers at the local address `ip` and `port`: the one with this address, else the
 * one for every address, else `DefaultServer`, else the first on this port, which is the one that
 * listens. Undefined when nobody does: the port was handed over by a superserver.
 */
export function chooseServer(handover: Handover, ip: string, port: number): Choice | undefined {
  const onPort = handover.bindings.filter((binding) => binding.port === port);
  const at = (address: string): Binding | undefined =>
    onPort.find((binding) => binding.address === address);
  const choice = (server: number | undefined, because: string) =>
    server === undefined ? undefined : { server, because };
  return choice(at(ip)?.server, "it has this address and port") ??
    choice(at("*")?.server, "it answers at every address of this port") ??
    choice(handover.defaultServer, "no server has this address and port; DefaultServer") ??
    choice(onPort[0]?.server, "no server has this address; the first one on this port");
}
