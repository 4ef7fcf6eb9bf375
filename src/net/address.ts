/**
 * Internet addresses as text and as values: reading, writing, comparing, and asking what they are.
 *
 * An IPv4 peer of a dual-stack socket has an address of the form `::ffff:192.0.2.7`. To people, log
 * files and access rules it is `192.0.2.7`; the functions here treat the two as one address.
 *
 * @module
 */

import type { SocketAddress } from "../libc/sockaddr.ts";

export type { SocketAddress };

/** The prefix of IPv4-mapped IPv6 addresses, ::ffff:0:0/96 (RFC 4291 §2.5.5.2). */
const MAPPED = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]);

/** The address that stands for "every address of this machine": 0.0.0.0 or `::`. */
export function wildcard(family: SocketAddress["family"], port = 0): SocketAddress {
  return { family, bytes: new Uint8Array(family === "inet" ? 4 : 16), port, scope: 0 };
}

/**
 * Reads `192.0.2.7` or `2001:db8::7` (also with a dotted tail, or with the number of an interface
 * behind `%`), as strictly as inet_pton(3): no leading zeros in IPv4, whose meaning would depend
 * on the reader. Returns undefined for anything else.
 */
export function parseAddress(text: string, port = 0): SocketAddress | undefined {
  const four = parseIPv4(text);
  if (four !== undefined) return { family: "inet", bytes: four, port, scope: 0 };
  const [address, zone, ...more] = text.split("%");
  if (more.length > 0) return undefined;
  if (zone !== undefined && !/^[1-9][0-9]{0,8}$/.test(zone)) return undefined;
  const six = parseIPv6(address);
  if (six === undefined) return undefined;
  return { family: "inet6", bytes: six, port, scope: zone === undefined ? 0 : Number(zone) };
}

const octet = /^(?:0|[1-9][0-9]{0,2})$/;

function parseIPv4(text: string): Uint8Array | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => octet.test(part))) return undefined;
  const values = parts.map(Number);
  return values.every((value) => value <= 255) ? Uint8Array.from(values) : undefined;
}

const group = /^[0-9a-fA-F]{1,4}$/;

function parseIPv6(text: string): Uint8Array | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0], halves.length === 1);
  if (halves.length === 1) return head?.length === 8 ? bytesOfGroups(head) : undefined;
  const tail = groupsOf(halves[1], true);
  if (head === undefined || tail === undefined) return undefined;
  const zeros = 8 - head.length - tail.length;
  // "::" stands for at least one group of zeros (RFC 4291 §2.2)
  if (zeros < 1) return undefined;
  return bytesOfGroups([...head, ...new Array<number>(zeros).fill(0), ...tail]);
}

/** The 16-bit groups in `text`; the last two may be written as an IPv4 address where `dotted`. */
function groupsOf(text: string, dotted: boolean): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (group.test(part)) {
      groups.push(parseInt(part, 16));
      continue;
    }
    const four = dotted && index === parts.length - 1 ? parseIPv4(part) : undefined;
    if (four === undefined) return undefined;
    groups.push(four[0] << 8 | four[1], four[2] << 8 | four[3]);
  }
  return groups;
}

function bytesOfGroups(groups: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(16);
  groups.forEach((value, i) => {
    bytes[2 * i] = value >> 8;
    bytes[2 * i + 1] = value & 255;
  });
  return bytes;
}

/** The address as text, without port: as inet_ntop(3) writes it, IPv4-mapped ones as IPv4. */
export function formatAddress(address: SocketAddress): string {
  const { family, bytes, scope } = unmapped(address);
  if (family === "inet") return bytes.join(".");
  return formatIPv6(bytes) + (scope === 0 ? "" : `%${scope}`);
}

function formatIPv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => bytes[2 * i] << 8 | bytes[2 * i + 1]);
  const { start, length } = longestZeros(groups);
  if (length < 2) return hex(groups);
  // IPv4-compatible addresses (RFC 4291 §2.5.5.1) keep their dotted tail.
  const tail = start === 0 && length === 6
    ? bytes.subarray(12).join(".")
    : hex(groups.slice(start + length));
  return `${hex(groups.slice(0, start))}::${tail}`;
}

function hex(groups: readonly number[]): string {
  return groups.map((value) => value.toString(16)).join(":");
}

/** The first of the longest runs of zeros (RFC 5952 §4.2.3). */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
    start = end;
  }
  return best;
}

/** Whether this is an IPv4 address in IPv6 form (::ffff:192.0.2.7). */
export function isMapped({ family, bytes }: SocketAddress): boolean {
  return family === "inet6" && MAPPED.every((byte, i) => bytes[i] === byte);
}

/** The address in IPv4 form if it is an IPv4-mapped one, else itself. */
export function unmapped(address: SocketAddress): SocketAddress {
  if (!isMapped(address)) return address;
  return { family: "inet", bytes: address.bytes.slice(12), port: address.port, scope: 0 };
}

/** The address in IPv6 form: for telling it to an IPv6 socket. */
export function mapped(address: SocketAddress): SocketAddress {
  if (address.family === "inet6") return address;
  const bytes = new Uint8Array(16);
  bytes.set(MAPPED);
  bytes.set(address.bytes, 12);
  return { family: "inet6", bytes, port: address.port, scope: 0 };
}

/** The same address with another port. */
export function withPort(address: SocketAddress, port: number): SocketAddress {
  return { ...address, port };
}

/** Whether both are the same address, whatever their ports; an interface of 0 matches any. */
export function sameAddress(a: SocketAddress, b: SocketAddress): boolean {
  const left = unmapped(a);
  const right = unmapped(b);
  if (left.family !== right.family) return false;
  if (left.scope !== right.scope && left.scope !== 0 && right.scope !== 0) return false;
  return left.bytes.every((byte, i) => right.bytes[i] === byte);
}

/** Whether the first `bits` bits of `address` are those of `network`; mapped IPv4 is IPv4. */
export function isWithin(address: SocketAddress, network: SocketAddress, bits: number): boolean {
  const { family, bytes } = unmapped(address);
  if (family !== network.family) return false;
  const whole = bits >> 3;
  for (let i = 0; i < whole; i++) if (bytes[i] !== network.bytes[i]) return false;
  const rest = bits & 7;
  if (rest === 0) return true;
  const mask = 0xff00 >> rest & 0xff;
  return (bytes[whole] & mask) === (network.bytes[whole] & mask);
}

/** Whether the address stands for all addresses: 0.0.0.0 or `::`. */
export function isWildcard(address: SocketAddress): boolean {
  return unmapped(address).bytes.every((byte) => byte === 0);
}
