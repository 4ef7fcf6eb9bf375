/**
 * The directives of access control.
 *
 * @module
 */

import type { Arguments, Directive } from "../../config/mod.ts";
import { type AddressRule, AddressRuleError, parseAddressRules } from "../../net/mod.ts";
import { type Expression, parseExpression } from "./expressions.ts";
import { filters } from "./filter.ts";
import { hiding } from "./hide.ts";
import { groupOwner, userOwner } from "./owners.ts";

function parseAddresses(args: Arguments, words: readonly string[]): readonly AddressRule[] {
  try {
    return parseAddressRules(words);
  } catch (error) {
    if (!(error instanceof AddressRuleError)) throw error;
    return args.fail(error.message, RULES);
  }
}

const RULES = "rules are all, none, an address, 192.0.2., 192.0.2.0/24, 192.0.2.[4-9], .domain, " +
  "a host name or a pattern for one; ! in front negates";

/** `Allow` and `Deny`: the word `from` in front means nothing. */
function addresses(name: string): Directive<readonly AddressRule[]> {
  return {
    name,
    contexts: ["limit"],
    syntax: `${name} [from] all|none|address ...`,
    fallback: [],
    repeat: "all",
    parse(args) {
      const words = args.rest(/^from$/i.test(args.words[0] ?? "") ? 1 : 0);
      const list = words.flatMap((word) => word.split(","));
      if (!list[0] || list.slice(1).some((word) => /^(?:all|none)$/i.test(word))) {
        args.fail(`syntax: ${name} [from] [all|none]|host|network[,...]`);
      }
      const rules = parseAddresses(args, words);
      if (name === "Allow" && rules.some(({ negated }) => negated)) {
        args.warn(
          "a list with ! in it allows nobody, here as in ProFTPD",
          "write what is not allowed as Deny, or put the list into a <Class>",
        );
      }
      return rules;
    },
  };
}

function expression(name: string, list: "and" | "or"): Directive<Expression | undefined> {
  return {
    name,
    contexts: ["limit"],
    syntax: `${name} [AND|OR|regex] expression`,
    fallback: undefined,
    repeat: "all",
    parse: (args) => parseExpression(args, list),
  };
}

/** `AllowAll` and `DenyAll` have no words: that they are there is all they say. */
function everything(name: string): Directive<boolean> {
  return {
    name,
    contexts: ["anonymous", "directory", "limit", "ftpaccess"],
    syntax: name,
    fallback: false,
    parse(args) {
      args.between(0, 0);
      return true;
    },
  };
}

/** `Allow [from] rule ...`. */
export const allow = addresses("Allow");
/** `Deny [from] rule ...`. */
export const deny = addresses("Deny");
/** `AllowAll`: everybody may. */
export const allowAll = everything("AllowAll");
/** `DenyAll`: nobody may. */
export const denyAll = everything("DenyAll");
/** `AllowUser [AND|OR|regex] names`; a list is one of OR. */
export const allowUser = expression("AllowUser", "or");
/** `DenyUser [AND|OR|regex] names`; a list is one of OR. */
export const denyUser = expression("DenyUser", "or");
/** `AllowGroup [AND|OR|regex] names`; a list is one of AND. */
export const allowGroup = expression("AllowGroup", "and");
/** `DenyGroup [AND|OR|regex] names`; a list is one of AND. */
export const denyGroup = expression("DenyGroup", "and");
/** `AllowClass [AND|OR|regex] names`; a list is one of OR. */
export const allowClass = expression("AllowClass", "or");
/** `DenyClass [AND|OR|regex] names`; a list is one of OR. */
export const denyClass = expression("DenyClass", "or");

/** Which rules of a `<Limit>` are looked at first, and what is so when none applies. */
export type Precedence = "allow,deny" | "deny,allow";

/** `Order allow,deny` (otherwise allowed) or `Order deny,allow` (otherwise denied). */
export const order: Directive<Precedence> = {
  name: "Order",
  contexts: ["limit"],
  syntax: "Order allow,deny|deny,allow",
  fallback: "allow,deny",
  parse(args) {
    // Written with a blank behind the comma in many files, and in the documentation.
    const words = args.words.join("").toLowerCase();
    if (words === "allow,deny" || words === "deny,allow") return words;
    args.between(1, 2);
    return args.fail(
      `'${args.words.join("")}': invalid argument`,
      "expected allow,deny or deny,allow",
    );
  },
};

/** `From rule ...` in a `<Class>`. */
export const from: Directive<readonly AddressRule[]> = {
  name: "From",
  contexts: ["class"],
  syntax: "From rule ...",
  fallback: [],
  repeat: "all",
  parse: (args) => parseAddresses(args, args.words),
};

/** `Satisfy any|all` in a `<Class>`. */
export const satisfy: Directive<"any" | "all"> = {
  name: "Satisfy",
  contexts: ["class"],
  syntax: "Satisfy any|all",
  fallback: "any",
  parse(args) {
    const word = args.single().toLowerCase();
    if (word === "any" || word === "all") return word;
    return args.fail(`invalid parameter: '${args.word(0)}'`, "expected any or all");
  },
};

/** All directives about access, for the vocabulary. */
export const accessDirectives: readonly Directive<unknown>[] = [
  ...[allow, deny, allowAll, denyAll, order],
  ...[allowUser, denyUser, allowGroup, denyGroup, allowClass, denyClass],
  ...filters,
  ...hiding,
  ...[userOwner, groupOwner],
  ...[from, satisfy],
];
