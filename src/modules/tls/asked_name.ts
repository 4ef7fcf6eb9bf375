/**
 * SNI: the server that a client names in its hello is the one it gets, as with HOST before AUTH.
 *
 * @module
 */

import { MSG, receive, send, setsockopt, SO, SOL } from "../../libc/sockets.ts";
import { parseAddress } from "../../net/mod.ts";
import type { Session } from "../../session/session.ts";
import { tlsEngine } from "../../settings/mod.ts";
import { readHello } from "./client_hello.ts";

/** Bytes of the longest hello that is looked into; those of today's clients have one to two thousand. */
const LONGEST = 32 << 10;

/** A hello in many small records costs a look for each, and nobody sends such. */
const MOST_LOOKS = 64;

/** Alerts (RFC 8446 section 6) that end a handshake before there is any protection. */
const ALERT = { accessDenied: 49, unrecognizedName: 112 } as const;

/** The client asked for a server that it cannot have. */
export class NameRefused extends Error {
  override readonly name = "NameRefused";
}

/**
 * Waits for the hello of the client of `fd`, which stays unread: the name in it, a byte string;
 * undefined where it has none, or ends before. `wait` waits until there is something to be read.
 */
export function nameInHello(fd: number, wait: () => void): string | undefined {
  const buffer = new Uint8Array(new ArrayBuffer(LONGEST));
  let needed = 1;
  try {
    for (let looks = 0; looks < MOST_LOOKS && needed <= LONGEST; looks += 1) {
      // Less is then not there for poll(2), either: what is only peeked at would wake us for ever.
      setsockopt(fd, SOL.SOCKET, SO.RCVLOWAT, needed);
      wait();
      const count = receive(fd, buffer, MSG.DONTWAIT | MSG.PEEK) ?? 0;
      if (count < needed) return undefined; // the end
      const hello = readHello(buffer.subarray(0, count));
      if ("name" in hello) return hello.name;
      needed = hello.needs;
    }
    return undefined;
  } finally {
    setsockopt(fd, SOL.SOCKET, SO.RCVLOWAT, 1);
  }
}

/**
 * Puts `session`, whose client has sent `hello`, under the settings of the server of that name. Where
 * no server has a name any will do, which is what clients send who know nothing of names. Throws
 * `NameRefused`, after the client has been told, and `SessionEnd` for who may not be there.
 */
export function heedName(session: Session, hello: string | undefined): void {
  const { servers, control } = session;
  // Clients must not send addresses (RFC 6066 section 3), and some do.
  const name = hello !== undefined && parseAddress(hello) ? undefined : hello;
  const before = servers.hostName;
  servers.settle(name);
  if (name === undefined) return;
  const refuse = (alert: number, reason: string) => {
    send(control.fd, Uint8Array.of(21, 3, 1, 0, 2, 2, alert));
    throw new NameRefused(reason);
  };
  if (before !== undefined && before.toLowerCase() !== name.toLowerCase()) {
    refuse(ALERT.accessDenied, `SNI '${name}' does not match HOST '${before}'`);
  }
  const found = servers.named(name);
  if (found === undefined) {
    if (!servers.isByName) return;
    refuse(ALERT.unrecognizedName, `no matching server found for client-sent SNI '${name}'`);
  } else if (!servers.configOf(found).get(tlsEngine)) {
    refuse(ALERT.unrecognizedName, `TLSEngine not enabled for SNI '${name}'`);
  } else servers.move(session, found, "TLS SNI");
}
