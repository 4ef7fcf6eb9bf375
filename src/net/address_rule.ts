/**
 * Rules about clients' addresses and names, as Allow, Deny and From have them:
 *
 *     all  none  192.0.2.7  192.0.2.  192.0.2.0/24  2001:db8::/32
 *     192.0.2.[4-9]  192.0.2.*  .example.org  *.example.org  host.example.org  !192.0.2.9
 *
 * @module
 */

import { isMapped, isWithin, parseAddress, type SocketAddress, unmapped } from "./address.ts";
import { fnmatcher } from "../libc/fnmatch.ts";

/** Whom a rule is asked about. */
export interface RuleSubject {
  readonly address: SocketAddress;
  /** The address as text. */
  readonly ip: string;
  /** The DNS name, if there is one that resolves back to the address, else the address again. */
  readonly name: string;
}

/** One word of an `Allow`, a `Deny` or a `<Class>`: an address, a name, a range, a pattern, or all. */
export interface AddressRule {
  /** As written, the `!` included. */
  readonly text: string;
  /** Whether it is for everybody it does not describe. */
  readonly negated: boolean;
  /** Whether it describes `peer`; a `!` is not taken into account. */
  describes(peer: RuleSubject): boolean;
}

/** A word that is no rule; `message` is what the original says of it. */
export class AddressRuleError extends Error {
  override readonly name = "AddressRuleError";
}

/**
 * Reads the rules in `words`, each of which may be several with commas between. Throws
 * `AddressRuleError`.
 */
export function parseAddressRules(words: readonly string[]): AddressRule[] {
  return words.flatMap((word) => word.split(/[\s,]+/)).filter((text) => text !== "").map(parseRule);
}

function parseRule(text: string): AddressRule {
  const negated = text.startsWith("!");
  const body = negated ? text.slice(1) : text;
  const lower = body.toLowerCase();
  if (lower === "all" || lower === "none") {
    if (negated) {
      throw new AddressRuleError("the ! negation operator cannot be used with ALL/NONE");
    }
    return { text, negated, describes: () => lower === "all" };
  }
  const describes = networkRule(body) ?? addressRule(body) ?? prefixRule(body) ?? nameRule(lower);
  if (describes === undefined) {
    throw new AddressRuleError(`bad ACL definition '${body}': Invalid argument`);
  }
  return { text, negated, describes };
}

type Test = (peer: RuleSubject) => boolean;

/** `192.0.2.0/24`, `2001:db8::/32`; nothing behind the slash means the whole address. */
function networkRule(text: string): Test | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const written = parseAddress(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (written === undefined || !/^[0-9]{0,3}$/.test(digits)) return undefined;
  const width = written.bytes.length * 8;
  const bits = digits === "" ? width : Number(digits);
  if (bits > width) return undefined;
  const network = unmapped(written);
  // ::ffff:192.0.2.0/120 is 192.0.2.0/24; a mask shorter than the ::ffff: holds more than IPv4.
  if (!isMapped(written)) return ({ address }) => isWithin(address, network, bits);
  if (bits < 96) return undefined;
  return ({ address }) => isWithin(address, network, bits - 96);
}

function addressRule(text: string): Test | undefined {
  const wanted = parseAddress(text);
  if (wanted === undefined) return undefined;
  const plain = unmapped(wanted);
  return ({ address }) => isWithin(address, plain, plain.bytes.length * 8);
}

/** `192.0.2.`: the first one to three bytes of an IPv4 address. */
function prefixRule(text: string): Test | undefined {
  if (!/^(?:[0-9]{1,3}\.){1,3}$/.test(text)) return undefined;
  const bytes = text.slice(0, -1).split(".").map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return ({ address }) => {
    const peer = unmapped(address);
    return peer.family === "inet" && bytes.every((byte, i) => peer.bytes[i] === byte);
  };
}

/**
 * A name, a domain (a dot in front) or a pattern. Patterns are compared with the address as well,
 * as text: `192.0.2.[4-9]`. What looks like a number but was no address is a mistake, since no
 * name has that form (RFC 1123 §2.1).
 */
function nameRule(text: string): Test | undefined {
  if (/[*?[]/.test(text)) {
    const matches = fnmatcher(text);
    return ({ ip, name }) => matches(ip) || matches(withoutDot(name.toLowerCase()));
  }
  if (!/^[a-z0-9._-]+$/.test(text) || /^[0-9.]+$/.test(text) && text.includes(".")) {
    return undefined;
  }
  const wanted = withoutDot(text);
  if (text.startsWith(".")) return (peer) => nameOf(peer)?.endsWith(wanted) ?? false;
  return (peer) => nameOf(peer) === wanted;
}

/** The name to compare with; an address is none, and no rule about names is about it. */
function nameOf({ ip, name }: RuleSubject): string | undefined {
  return name === ip ? undefined : withoutDot(name.toLowerCase());
}

/** Without the dot that marks the end of a full domain name (RFC 1034 §3.1). */
function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}

/**
 * Whether an Allow list (all lines of it) takes `peer` in. As in the original, one with a negated
 * rule takes in nobody: whom `Allow !192.0.2.9` means, it leaves open.
 */
export function takesIn(rules: readonly AddressRule[], peer: RuleSubject): boolean {
  return rules.every(({ negated }) => !negated) && rules.some((rule) => rule.describes(peer));
}

/**
 * Whether a Deny list keeps `peer` out: one of the plain rules describes it and none of the negated
 * ones does. A list of exceptions alone is meant for all others. (In the original a list with an
 * exception keeps out nobody, so that a mistake would open the door.)
 */
export function keepsOut(rules: readonly AddressRule[], peer: RuleSubject): boolean {
  const [exceptions, plain] = [true, false].map((wanted) =>
    rules.filter(({ negated }) => negated === wanted)
  );
  if (exceptions.some((rule) => rule.describes(peer))) return false;
  return plain.length === 0 ? exceptions.length > 0 : plain.some((rule) => rule.describes(peer));
}
