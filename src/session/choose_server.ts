/**
 * Which server a connection is for (`<VirtualHost>`, `DefaultServer`).
 *
 * @module
 */

import type { Binding, Handover } from "../config/handover.ts";

/**
 * The index of the server that answers at the local address `ip` and `port`: the one with this
 * address, else the one for every address, else `DefaultServer`, else the first on this port, which
 * is the one that listens. Undefined when nobody does: the port was handed over by a superserver.
 */
export function chooseServer(handover: Handover, ip: string, port: number): number | undefined {
  const onPort = handover.bindings.filter((binding) => binding.port === port);
  const at = (address: string): Binding | undefined =>
    onPort.find((binding) => binding.address === address);
  return at(ip)?.server ?? at("*")?.server ?? handover.defaultServer ?? onPort[0]?.server;
}
