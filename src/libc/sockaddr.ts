/**
 * struct sockaddr in its three kinds: IPv4, IPv6 and Unix.
 *
 * @module
 */

import { encodeInto } from "./bytes.ts";
import type { Region } from "./memory.ts";

/** Address families (AF_*), the same on all Linux machines. */
export const AF = { UNIX: 1, INET: 2, INET6: 10 } as const;

/** An address of the internet: 4 or 16 bytes in network order, and the port. */
export interface SocketAddress {
  readonly family: "inet" | "inet6";
  /** 4 bytes for `inet`, 16 for `inet6`. */
  readonly bytes: Uint8Array;
  readonly port: number;
  /** The interface of a link-local IPv6 address, 0 for none. */
  readonly scope: number;
}

/** The room that every kind of sockaddr fits into (struct sockaddr_storage), in bytes. */
export const SOCKADDR_SIZE = 128;

/** Writes `address` at the start of `place` and returns its length in bytes. */
export function encodeSockaddr(address: SocketAddress, place: Region): number {
  const { bytes, view } = place;
  if (address.family === "inet") {
    bytes.fill(0, 0, 16);
    view.setUint16(0, AF.INET, true);
    view.setUint16(2, address.port);
    bytes.set(address.bytes, 4);
    return 16;
  }
  bytes.fill(0, 0, 28);
  view.setUint16(0, AF.INET6, true);
  view.setUint16(2, address.port);
  bytes.set(address.bytes, 8);
  view.setUint32(24, address.scope, true);
  return 28;
}

/** Reads the address at the start of `place`; undefined when it is of neither internet family. */
export function decodeSockaddr(place: Region): SocketAddress | undefined {
  const { bytes, view } = place;
  const port = view.getUint16(2);
  switch (view.getUint16(0, true)) {
    case AF.INET:
      return { family: "inet", bytes: bytes.slice(4, 8), port, scope: 0 };
    case AF.INET6:
      return {
        family: "inet6",
        bytes: bytes.slice(8, 24),
        port,
        scope: view.getUint32(24, true),
      };
  }
  return undefined;
}

/**
 * Writes the address of the Unix socket `path`, which is an abstract one if it begins with a NUL;
 * throws `RangeError` for one over 107 bytes.
 */
export function encodeUnixSockaddr(path: string, place: Region): number {
  if (path.length > 107) throw new RangeError(`socket path longer than 107 bytes: ${path}`);
  place.view.setUint16(0, AF.UNIX, true);
  const end = encodeInto(path, place.bytes, 2);
  place.bytes[end] = 0;
  return path.startsWith("\0") ? end : end + 1;
}
