/**
 * Network interfaces by name, as `MasqueradeAddress eth0` and `<VirtualHost eth0>` mean them.
 *
 * @module
 */

import { getifaddrs } from "../libc/interfaces.ts";
import type { SocketAddress } from "./address.ts";

/**
 * The addresses of the interface `name`, IPv4 before IPv6; empty when there is no such interface.
 * Link-local IPv6 addresses are left out: nobody outside could use them without naming an interface
 * of his own. Throws `SysError`.
 */
export function interfaceAddresses(name: string): SocketAddress[] {
  const own = getifaddrs().filter((entry) => entry.name === name).map(({ address }) => address);
  const usable = own.filter((address) => !isLinkLocal(address));
  return usable.toSorted((a, b) => a.bytes.length - b.bytes.length);
}

/** fe80::/10 (RFC 4291 §2.5.6). */
function isLinkLocal({ family, bytes }: SocketAddress): boolean {
  return family === "inet6" && bytes[0] === 0xfe && (bytes[1] & 0xc0) === 0x80;
}
