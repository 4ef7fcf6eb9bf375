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
export async function resolveHost(name: string): Promise<SocketAddress[]> {
  const literal = parseAddress(name);
  if (literal) return [literal];
  const own = interfaceAddresses(name);
  if (own.length > 0) return own;
  const addresses = await getaddrinfo(name);
  // One answer for each kind of socket would be several times the same address.
  return addresses.filter((address, i) =>
    addresses.findIndex((other) => sameAddress(address, other)) === i
  );
}

/**
 * The name of `address` if that name has this address in turn: whoever owns an address may call it
 * as he likes, but not make a stranger's name lead to it. Undefined when there is no such name
 * within `patience` milliseconds; the question may then still be under way.
 */
export async function confirmedName(
  address: SocketAddress,
  patience: number,
): Promise<string | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience);
  });
  try {
    return await Promise.race([confirm(unmapped(address)), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function confirm(address: SocketAddress): Promise<string | undefined> {
  const name = await getnameinfo(address);
  // What looks like an address is none of a name's business.
  if (name === undefined || parseAddress(name)) return undefined;
  const addresses = await getaddrinfo(name);
  return addresses.some((other) => sameAddress(other, address)) ? name : undefined;
}
