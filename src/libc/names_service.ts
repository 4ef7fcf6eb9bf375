/**
 * Names and addresses as the system's resolver knows them: getaddrinfo(3) and getnameinfo(3), which
 * ask /etc/hosts, DNS and whatever else nsswitch.conf(5) names. Both may take seconds, in which the
 * process stands still. The library is opened at first use.
 *
 * @module
 */

import { bytesOf, stringUntilNul } from "./bytes.ts";
import { type Region, region } from "./memory.ts";
import { openLibrary } from "./open_library.ts";
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE, type SocketAddress } from "./sockaddr.ts";

const symbols = {
  // int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
  //                 struct addrinfo **res)
  getaddrinfo: {
    parameters: ["buffer", "pointer", "buffer", "buffer"],
    result: "i32",
  },
  // void freeaddrinfo(struct addrinfo *res)
  freeaddrinfo: { parameters: ["pointer"], result: "void" },
  // int getnameinfo(const struct sockaddr *addr, socklen_t addrlen, char *host, socklen_t hostlen,
  //                 char *serv, socklen_t servlen, int flags)
  getnameinfo: {
    parameters: ["buffer", "u32", "buffer", "u32", "pointer", "u32", "i32"],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;

let opened: Deno.DynamicLibrary<typeof symbols>["symbols"] | undefined;

function libc(): Deno.DynamicLibrary<typeof symbols>["symbols"] {
  return opened ??= openLibrary("libc.so.6", symbols);
}

const SOCK_STREAM = 1;
/** No answer; a name server that fails; no memory: to us they all mean "no addresses". */
const NI_NAMEREQD = 8;
/** The longest name that getnameinfo gives (NI_MAXHOST). */
const HOST_SIZE = 1025;

/** struct addrinfo on 64-bit machines: where the fields are that we read. */
const ADDRINFO = { SOCKTYPE: 8, ADDRLEN: 16, ADDR: 24, NEXT: 40, SIZE: 48 } as const;

/** A bound on what one look-up may answer. */
const MOST_ADDRESSES = 64;

/**
 * The addresses of the host `name`, in the resolver's order; empty when it has none, or nobody can
 * tell. Needs the `ffi` permission to follow the list that comes back.
 */
export function getaddrinfo(name: string): SocketAddress[] {
  if (name === "" || name.includes("\0")) return [];
  const hints = region(ADDRINFO.SIZE);
  hints.view.setInt32(ADDRINFO.SOCKTYPE, SOCK_STREAM, true);
  const result = region(8);
  const node = bytesOf(`${name}\0`);
  if (libc().getaddrinfo(node, null, hints.bytes, result.bytes) !== 0) return [];
  const first = Deno.UnsafePointer.create(result.view.getBigUint64(0, true));
  const addresses: SocketAddress[] = [];
  let entry = first;
  while (entry !== null && addresses.length < MOST_ADDRESSES) {
    const view = new Deno.UnsafePointerView(entry);
    const sockaddr = view.getPointer(ADDRINFO.ADDR);
    const length = view.getUint32(ADDRINFO.ADDRLEN);
    if (sockaddr !== null && length <= SOCKADDR_SIZE) {
      const address = decodeSockaddr(copyOf(sockaddr, length));
      if (address) addresses.push(address);
    }
    entry = view.getPointer(ADDRINFO.NEXT);
  }
  libc().freeaddrinfo(first);
  return addresses;
}

function copyOf(pointer: Deno.PointerObject, length: number): Region {
  const copy = region(SOCKADDR_SIZE);
  Deno.UnsafePointerView.copyInto(pointer, copy.bytes.subarray(0, length));
  return copy;
}

/** The host name of `address`; undefined when it has none. Whether it is true is another question. */
export function getnameinfo(address: SocketAddress): string | undefined {
  const place = region(SOCKADDR_SIZE);
  const length = encodeSockaddr(address, place);
  const host = new Uint8Array(HOST_SIZE);
  const result = libc().getnameinfo(
    place.bytes,
    length,
    host,
    HOST_SIZE,
    null,
    0,
    NI_NAMEREQD,
  );
  return result === 0 ? stringUntilNul(host) : undefined;
}
