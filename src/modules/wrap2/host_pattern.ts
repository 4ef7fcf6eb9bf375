/**
 * Patterns for hosts in the language of hosts_access(5): addresses, networks, names, domains,
 * wildcards.
 *
 * @module
 */

import { fnmatcher } from "../../libc/fnmatch.ts";
import { isWithin, parseAddress, type SocketAddress, unmapped } from "../../net/mod.ts";
import type { Answer } from "./answer.ts";

/** A host that patterns are asked about. */
export interface WrapHost {
  readonly address: SocketAddress;
  readonly ip: string;
  /** Its name; undefined where it has none, or none that is to be believed. */
  readonly name: string | undefined;
  /** Whether names are looked up at all. */
  readonly hasNames: boolean;
}

/** What patterns need from elsewhere. */
export interface PatternSources {
  /** Whether the name `name` leads to the address of `host`; undefined when that cannot be found out. */
  leadsTo(name: string, host: WrapHost): boolean | undefined;
  /** The patterns in the file at `path`; undefined where it cannot be read. */
  patternsIn(path: string): readonly string[] | undefined;
  /** Takes a line for the log. */
  tell(line: string): void;
}

/** Whether `pattern` means `host`. Files are not read for patterns that come from a file. */
export function isHost(
  pattern: string,
  host: WrapHost,
  sources: PatternSources,
  mayInclude = true,
): Answer {
  const wildcard = wildcardAnswer(pattern.toUpperCase(), host);
  if (wildcard) return wildcard;
  if (pattern.startsWith("@")) {
    sources.tell(`warning: '${pattern}': NIS support is not enabled`);
    return "unknown";
  }
  if (pattern.startsWith("/")) return includedAnswer(pattern, host, sources, mayInclude);
  const plain = unbracketed(pattern);
  if (plain.includes("/")) return networkAnswer(plain, host, sources);
  if (pattern.startsWith(".")) {
    return answerOf(host.name?.toLowerCase().endsWith(pattern.toLowerCase()) ?? false);
  }
  if (/^(?:[0-9]{1,3}\.){1,3}$/.test(pattern)) return answerOf(host.ip.startsWith(pattern));
  if (/[*?]/.test(pattern)) {
    const matches = fnmatcher(pattern.toLowerCase());
    return answerOf(
      matches(host.ip) || host.name !== undefined && matches(host.name.toLowerCase()),
    );
  }
  const address = parseAddress(plain);
  if (address) return answerOf(isSameAddress(address, host.address));
  const name = pattern.toLowerCase().replace(/\.$/, "");
  if (!/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(name) || /^[0-9.]+$/.test(name)) {
    sources.tell(`unable to handle address '${pattern}'`);
    return "unknown";
  }
  if (host.name?.toLowerCase() === name) return "yes";
  const leads = sources.leadsTo(name, host);
  return leads === undefined ? "unknown" : answerOf(leads);
}

function answerOf(isSo: boolean): Answer {
  return isSo ? "yes" : "no";
}

/** Where names are not looked up, everybody is as good as known: so with the original. */
function wildcardAnswer(word: string, { name, hasNames }: WrapHost): Answer | undefined {
  switch (word) {
    case "ALL":
      return "yes";
    case "LOCAL":
      return answerOf(name !== undefined && !name.includes("."));
    case "KNOWN":
      return answerOf(!hasNames || name !== undefined);
    // A name that does not lead back to the address is none.
    case "UNKNOWN":
    case "PARANOID":
      return answerOf(hasNames && name === undefined);
  }
  return undefined;
}

function includedAnswer(
  path: string,
  host: WrapHost,
  sources: PatternSources,
  mayInclude: boolean,
): Answer {
  if (!mayInclude) {
    sources.tell(`ignoring include pattern '${path}' from an include file`);
    return "unknown";
  }
  const patterns = sources.patternsIn(path);
  if (!patterns) return "unknown";
  let found: Answer = "no";
  for (const pattern of patterns) {
    const answer = isHost(pattern, host, sources, false);
    if (answer === "yes") return "yes";
    if (answer === "unknown") found = "unknown";
  }
  return found;
}

/** `[2001:db8::1]`, `[2001:db8::]/32` without the brackets. */
function unbracketed(pattern: string): string {
  return pattern.replace(/^\[([^\]]*)\]/, "$1");
}

/** `192.0.2.0/255.255.255.0`, `192.0.2.0/24`, `2001:db8::/32`. */
function networkAnswer(text: string, host: WrapHost, { tell }: PatternSources): Answer {
  const [net, mask] = text.split("/", 2);
  const written = parseAddress(net);
  const network = written && unmapped(written);
  const width = (network?.bytes.length ?? 0) * 8;
  const bits = /^\d{1,3}$/.test(mask) ? Number(mask) : bitsOf(mask);
  // A network with more ones than its mask is a mistake: which of both is meant?
  const isMeant = network && bits !== undefined && bits <= width && isNetwork(network, bits);
  if (!isMeant) {
    tell(`warning: bad net/mask expression: '${text}'`);
    return "unknown";
  }
  return answerOf(isWithin(host.address, network, bits));
}

/** Whether all behind the first `bits` of an address is zero. */
function isNetwork({ bytes }: SocketAddress, bits: number): boolean {
  return bytes.every((byte, i) => {
    const free = Math.min(8, Math.max(0, (i + 1) * 8 - bits));
    return (byte & ((1 << free) - 1)) === 0;
  });
}

/** How many ones a mask like 255.255.0.0 begins with; undefined for what is no such mask. */
function bitsOf(mask: string): number | undefined {
  const address = parseAddress(mask);
  if (address?.family !== "inet") return undefined;
  const digits = [...address.bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return /^1*0*$/.test(digits) ? digits.replace(/0/g, "").length : undefined;
}

function isSameAddress(a: SocketAddress, b: SocketAddress): boolean {
  const plain = unmapped(a);
  return isWithin(b, plain, plain.bytes.length * 8);
}
