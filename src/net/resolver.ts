/**
 * Names of hosts, and what can be believed of them.
 *
 * @module
 */

import { getaddrinfo, getnameinfo } from "../libc/names_service.ts";
import { parseAddress, sameAddress, type SocketAddress, unmapped } from "./address.ts";
import { interfaceAddresses } from "./interfaces.ts";

/**
 * The addresses that `name` means: itself if it is one, those of the network interface of that name,
 * or those of the host; empty when it means none.
 */
export function resolveHost(name: string): SocketAddress[] {
  const literal = parseAddress(name);
  if (literal) return [literal];
  const own = interfaceAddresses(name);
  if (own.length > 0) return own;
  const addresses = getaddrinfo(name);
  // One answer for each kind of socket would be several times the same address.
  return addresses.filter((address, i) =>
    addresses.findIndex((other) => sameAddress(address, other)) === i
  );
}

/**
 * The name of `address` if that name has this address in turn: whoever owns an address may call it
 * as he likes, but not make a stranger's name lead to it. Undefined when there is no such name.
 */
export function confirmedName(address: SocketAddress): string | undefined {
  const own = unmapped(address);
  const name = getnameinfo(own);
  // What looks like an address is none of a name's business.
  if (name === undefined || parseAddress(name)) return undefined;
  return getaddrinfo(name).some((other) => sameAddress(other, own)) ? name : undefined;
}
