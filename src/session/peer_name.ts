/**
 * The client's name, where `UseReverseDNS` says that it is looked up.
 *
 * @module
 */

import { answerOfChild } from "../libc/answer_of_child.ts";
import type { SocketAddress } from "../net/mod.ts";

/** Milliseconds that DNS has to answer; a client does not wait longer for its greeting. */
const PATIENCE = 5000;

/** Finds the confirmed name of an address, if it has one. */
export type FindName = (address: SocketAddress) => string | undefined;

/**
 * Loads what `peerName` needs, if look-ups are `wanted`: most servers switch them off, and every
 * start would pay for it. To be called while the process is root, who alone may be able to read the
 * program's files.
 */
export async function preparePeerName(wanted: boolean): Promise<FindName | undefined> {
  return wanted ? (await import("../net/resolver.ts")).confirmedName : undefined;
}

/** The confirmed name of `address` if `find` finds one in time, else `ip`. */
export function peerName(find: FindName | undefined, address: SocketAddress, ip: string): string {
  if (find === undefined) return ip;
  const name = answerOfChild(() => find(address) ?? "", PATIENCE);
  return name === undefined || name === "" ? ip : name;
}
