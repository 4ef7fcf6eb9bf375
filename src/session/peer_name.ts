/**
 * The client's name: `UseReverseDNS`.
 *
 * @module
 */

import type { Directive } from "../config/mod.ts";
import type { SocketAddress } from "../net/mod.ts";

/** `UseReverseDNS on|off`: whether clients get names. */
export const useReverseDNS: Directive<boolean> = {
  name: "UseReverseDNS",
  contexts: ["server"],
  syntax: "UseReverseDNS on|off",
  fallback: true,
  parse: (args) => args.boolean(),
};

/** Milliseconds that DNS has to answer; a client does not wait longer for its greeting. */
const PATIENCE = 5000;

/**
 * Loads what `peerName` needs, if look-ups are `wanted`: most servers switch them off, and every
 * start would pay for it. To be called while the process is root, who alone may be able to read the
 * program's files.
 */
export async function preparePeerName(wanted: boolean): Promise<void> {
  if (wanted) await import("../net/resolver.ts");
}

/** The confirmed name of `address` if look-ups are on and there is one in time, else `ip`. */
export async function peerName(wanted: boolean, address: SocketAddress, ip: string) {
  if (!wanted) return ip;
  const { confirmedName } = await import("../net/resolver.ts");
  return await confirmedName(address, PATIENCE) ?? ip;
}
