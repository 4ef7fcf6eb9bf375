/**
 * The addresses of this machine's network interfaces: getifaddrs(3).
 *
 * @module
 */

import { stringOf } from "./bytes.ts";
import { check } from "./kernel.ts";
import { region } from "./memory.ts";
import { openLibrary } from "./open_library.ts";
import { AF, decodeSockaddr, SOCKADDR_SIZE, type SocketAddress } from "./sockaddr.ts";

const symbols = {
  // int getifaddrs(struct ifaddrs **ifap)
  getifaddrs: { parameters: ["buffer"], result: "i32" },
  // void freeifaddrs(struct ifaddrs *ifa)
  freeifaddrs: { parameters: ["pointer"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

let opened: Deno.DynamicLibrary<typeof symbols>["symbols"] | undefined;

function libc(): Deno.DynamicLibrary<typeof symbols>["symbols"] {
  return opened ??= openLibrary("libc.so.6", symbols);
}

/** struct ifaddrs on 64-bit machines: where the fields are that we read. */
const IFADDRS = { NEXT: 0, NAME: 8, ADDR: 24 } as const;

/** An address and the interface that has it. */
export interface InterfaceAddress {
  /** Such as `eth0`. */
  readonly name: string;
  readonly address: SocketAddress;
}

/**
 * All IPv4 and IPv6 addresses, in the kernel's order. Throws `SysError`. Needs the `ffi` permission
 * to follow the list that comes back.
 */
export function getifaddrs(): InterfaceAddress[] {
  const result = region(8);
  check("getifaddrs", libc().getifaddrs(result.bytes));
  const first = Deno.UnsafePointer.create(result.view.getBigUint64(0, true));
  const found: InterfaceAddress[] = [];
  for (let entry = first; entry !== null;) {
    const view = new Deno.UnsafePointerView(entry);
    const name = view.getPointer(IFADDRS.NAME);
    const sockaddr = view.getPointer(IFADDRS.ADDR);
    if (name !== null && sockaddr !== null) {
      const address = addressAt(sockaddr);
      if (address) found.push({ name: stringAt(name), address });
    }
    entry = view.getPointer(IFADDRS.NEXT);
  }
  libc().freeifaddrs(first);
  return found;
}

/** The address at `pointer`, of whatever family: only as much is read as its family has. */
function addressAt(pointer: Deno.PointerObject): SocketAddress | undefined {
  const family = new Deno.UnsafePointerView(pointer).getUint16(0);
  const size = family === AF.INET ? 16 : family === AF.INET6 ? 28 : 0;
  if (size === 0) return undefined;
  const copy = region(SOCKADDR_SIZE);
  Deno.UnsafePointerView.copyInto(pointer, copy.bytes.subarray(0, size));
  return decodeSockaddr(copy);
}

/** The longest name of an interface with its NUL (IFNAMSIZ); alternative names have more. */
const NAME_SIZE = 128;

/** The NUL-terminated bytes at `pointer`. */
function stringAt(pointer: Deno.PointerObject): string {
  const view = new Deno.UnsafePointerView(pointer);
  const bytes = new Uint8Array(NAME_SIZE);
  let length = 0;
  for (; length < NAME_SIZE; length++) {
    const byte = view.getUint8(length);
    if (byte === 0) break;
    bytes[length] = byte;
  }
  return stringOf(bytes, 0, length);
}
