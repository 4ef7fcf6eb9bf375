/**
 * PORT and PASV: an IPv4 address and a port as six decimal bytes (RFC 959 §3.2.5, §4.1.2).
 *
 * @module
 */

import { words } from "./command_line.ts";
import { type Reply, reply } from "./reply.ts";

/** Where a data connection goes. */
export interface HostPort {
  /** In numbers: `127.0.0.1`. */
  readonly address: string;
  readonly port: number;
}

/** Six numbers; the original ignores what follows them, and takes signs and leading zeros. */
const sixNumbers = new RegExp(`^${Array(6).fill("\\+?0*(\\d{1,3})").join(",")}(?!\\d)`);

/**
 * The argument of PORT: `h1,h2,h3,h4,p1,p2`. Undefined (`501 Illegal PORT command`) where it is
 * anything else, and for port 0 and address 0.0.0.0, which name no place. Whether the client may
 * be served there is not decided here.
 */
export function parseHostPort(argument: string): HostPort | undefined {
  const numbers = sixNumbers.exec(words(argument)[0] ?? "")?.slice(1).map(Number);
  if (!numbers || numbers.some((number) => number > 255)) return undefined;
  const [h1, h2, h3, h4, p1, p2] = numbers;
  const address = `${h1}.${h2}.${h3}.${h4}`;
  const port = p1 * 256 + p2;
  return port === 0 || address === "0.0.0.0" ? undefined : { address, port };
}

/** The form `h1,h2,h3,h4,p1,p2` of an IPv4 address in numbers and a port. */
export function formatHostPort({ address, port }: HostPort): string {
  return `${address.replaceAll(".", ",")},${port >> 8},${port & 255}`;
}

/** The reply to PASV. Clients differ in how they search it: the original's text, final dot included. */
export function passiveReply(place: HostPort): Reply {
  return reply(227, `Entering Passive Mode (${formatHostPort(place)}).`);
}
