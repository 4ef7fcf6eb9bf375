/**
 * Rules about addresses and names of clients, as `Allow from`, `Deny from` and `<Class>` have them:
 * `all`, `none`, an address, `192.0.2.`, a network with its mask length, `192.0.2.[1-9]`, a host
 * name, `.example.net`, `*.example.net`; `!` in front negates.
 *
 * @module
 */

import { isWithin, parseAddress, sameAddress, type SocketAddress } from "./address.ts";

/** Whom a rule is asked about. */
export interface RuleSubject {
  readonly address: SocketAddress;
  /** The address as text. */
  readonly ip: string;
  /** The confirmed DNS name, or the address again. */
  readonly name: string;
}

/** A rule that has been read. */
export interface AddressRule {
  /** As written. */
  readonly text: string;
  readonly negated: boolean;
  matches(subject: RuleSubject): boolean;
}

/** The words of a list of rules: commas and blanks separate, a leading `from` is no rule. */
export function ruleWords(words: readonly string[]): string[] {
  const list = words.join(" ").split(/[\s,]+/).filter((word) => word !== "");
  return list[0]?.toLowerCase() === "from" ? list.slice(1) : list;
}

/** Reads one rule; a string says what is wrong with it. */
export function parseAddressRule(text: string): AddressRule | string {
  const negated = text.startsWith("!");
  const rule = negated ? text.slice(1) : text;
  const test = testOf(rule);
  if (typeof test === "string") return test;
  return { text, negated, matches: (subject) => test(subject) !== negated };
}

type Test = (subject: RuleSubject) => boolean;

function testOf(rule: string): Test | string {
  const word = rule.toLowerCase();
  if (word === "") return "an empty rule";
  if (word === "all") return () => true;
  if (word === "none") return () => false;
  const slash = rule.indexOf("/");
  if (slash >= 0) return networkTest(rule.slice(0, slash), rule.slice(slash + 1));
  const address = parseAddress(rule);
  if (address) return (subject) => sameAddress(subject.address, address);
  // A prefix ends with its dot: `10.1` alone would also be taken for 10.100.
  if (/^(\d{1,3}\.){1,3}$/.test(rule)) return ({ ip }) => ip.startsWith(rule);
  if (word.startsWith(".")) return ({ name }) => name.toLowerCase().endsWith(word);
  if (/[*?[\]]/.test(rule)) return globTest(word);
  return ({ ip, name }) => name.toLowerCase() === word || ip === word;
}

function networkTest(text: string, length: string): Test | string {
  const network = parseAddress(text);
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : NaN;
  if (!network || !(bits <= network.bytes.length * 8)) {
    return `'${text}/${length}' is no network: expected address/mask length`;
  }
  return ({ address }) => isWithin(address, network, bits);
}

/** `*`, `?` and `[a-z]` over the address and the name. */
function globTest(pattern: string): Test {
  const source = pattern.replace(/[.+^${}()|\\]/g, "\\$&").replace(/\[!/g, "[^")
    .replace(/\*/g, ".*").replace(/\?/g, ".");
  let expression: RegExp;
  try {
    expression = new RegExp(`^${source}$`, "s");
  } catch {
    return () => false; // an unfinished [ ] matches nothing, as in fnmatch(3)
  }
  return ({ ip, name }) => expression.test(ip) || expression.test(name.toLowerCase());
}
