/**
 * EPRT and EPSV: data connections for any address family (RFC 2428).
 *
 * @module
 */

import { upperCase, words } from "./command_line.ts";
import type { HostPort } from "./host_port.ts";
import { FtpError, type Reply, reply } from "./reply.ts";

/** Network protocol numbers (RFC 2428 §2). */
export const networkProtocol = { ipv4: 1, ipv6: 2 } as const;

/** The argument of EPRT. */
export interface ExtendedHostPort extends HostPort {
  /** As the client sent it; `networkProtocol` has those that mean something. */
  readonly protocol: number;
}

/**
 * The argument of EPRT: `|1|132.235.1.2|6275|`, with any delimiter, up to the last of the four;
 * the original ignores what follows. What is between the delimiters is told as it is: a protocol
 * that is no number as 0, a port that no connection can have as 0 too; the address is left to the
 * caller to judge. Where it is anything else, the address is empty (`501 Illegal EPRT command`);
 * the protocol is told even then, since a wrong one has a reply of its own that comes first.
 */
export function parseEprt(argument: string): ExtendedHostPort {
  const [text = ""] = words(argument);
  const [, protocol = "", address = "", port = "", end] = text.split(text.charAt(0), 5);
  const place = { protocol: number(protocol, 255), address: "", port: 0 };
  if (end === undefined || !/^\d*$/.test(port)) return place;
  return { ...place, address, port: number(port, 65535) };
}

/** The form that EPRT takes; `|` is in no address. */
export function formatEprt({ protocol, address, port }: ExtendedHostPort): string {
  return `|${protocol}|${address}|${port}|`;
}

/** What EPSV asks for: any protocol, a certain one, or (`EPSV ALL`) nothing but EPSV from now on. */
export type EpsvRequest = "any" | "all" | number;

/** The argument of EPSV. Throws `FtpError` (501) for what is neither `ALL` nor a number. */
export function parseEpsv(argument: string): EpsvRequest {
  const [word, ...more] = words(argument);
  if (word === undefined || more.length > 0) return "any";
  if (upperCase(word) === "ALL") return "all";
  // An empty word is a number to the original, which no protocol has.
  if (!/^(?:[+-]?\d+)?$/.test(word)) {
    throw new FtpError(reply(501, "EPSV: unknown network protocol"));
  }
  return number(word, 255);
}

/** The reply to EPSV: the address is that of the control connection. */
export function extendedPassiveReply(port: number): Reply {
  return reply(229, `Entering Extended Passive Mode (|||${port}|)`);
}

/** The refusal of a network protocol, with those that would do (RFC 2428 §2). */
export function unsupportedProtocolReply(supported: readonly number[]): Reply {
  return reply(522, `Network protocol not supported, use (${supported.join(",")})`);
}

/** `digits` as a number, 0 where it is none or more than `most`. */
function number(digits: string, most: number): number {
  const value = /^\+?\d+$/.test(digits) ? Number(digits) : 0;
  return value > most ? 0 : value;
}
