/**
 * The directives of `<Limit>` and `<Class>`, and the filters of arguments.
 *
 * @module
 */

import {
  type Arguments,
  type Context,
  type Directive,
  Scope,
  type Section,
} from "../../config/mod.ts";
import type { Regex } from "../../libc/regex.ts";
import { type AddressRule, parseAddressRule, ruleWords } from "../../net/mod.ts";
import { type Combination, type Expression, parseExpression } from "./expressions.ts";
import { patternOf } from "./pattern.ts";

const LIMIT: readonly Context[] = ["limit"];
const ALL_OR_NOTHING: readonly Context[] = ["anonymous", "directory", "limit", "ftpaccess"];

function addressList(name: string): Directive<readonly AddressRule[]> {
  return {
    name,
    contexts: LIMIT,
    syntax: `${name} [from] all|none|address ...`,
    fallback: [],
    repeat: "all",
    parse(args) {
      args.atLeast(1);
      return ruleWords(args.words).map((word) => addressRule(args, word));
    },
  };
}

function addressRule(args: Arguments, word: string): AddressRule {
  const rule = parseAddressRule(word);
  return typeof rule === "string" ? args.fail(rule) : rule;
}

/** `Allow [from] rules`. */
export const allow = addressList("Allow");
/** `Deny [from] rules`. */
export const deny = addressList("Deny");

function everything(name: string): Directive<boolean> {
  return {
    name,
    contexts: ALL_OR_NOTHING,
    syntax: name,
    fallback: false,
    parse(args) {
      args.between(0, 0);
      return true;
    },
  };
}

/** `AllowAll`. */
export const allowAll = everything("AllowAll");
/** `DenyAll`. */
export const denyAll = everything("DenyAll");

/** In which order a `<Limit>` looks at its rules, and so what holds where none fits. */
export type Order = "allow,deny" | "deny,allow";

/** `Order allow,deny|deny,allow`. */
export const order: Directive<Order> = {
  name: "Order",
  contexts: LIMIT,
  syntax: "Order allow,deny|deny,allow",
  fallback: "allow,deny",
  parse(args) {
    const text = args.words.join("").toLowerCase();
    if (text === "allow,deny" || text === "deny,allow") return text;
    return args.fail("invalid argument", "expected allow,deny or deny,allow");
  },
};

const NOBODY: Expression = { combination: "or", elements: [] };

function people(name: string, fallback: Combination): Directive<Expression> {
  return {
    name,
    contexts: LIMIT,
    syntax: `${name} [AND|OR|regex] expression`,
    fallback: NOBODY,
    repeat: "all",
    parse(args) {
      args.atLeast(1);
      return parseExpression(args, fallback);
    },
  };
}

/** `AllowUser`: OR unless said. */
export const allowUser = people("AllowUser", "or");
/** `DenyUser`. */
export const denyUser = people("DenyUser", "or");
/** `AllowGroup`: AND unless said. */
export const allowGroup = people("AllowGroup", "and");
/** `DenyGroup`. */
export const denyGroup = people("DenyGroup", "and");
/** `AllowClass`. */
export const allowClass = people("AllowClass", "or");
/** `DenyClass`. */
export const denyClass = people("DenyClass", "or");

/** `From rules`, in `<Class>`. */
export const from: Directive<readonly AddressRule[]> = {
  name: "From",
  contexts: ["class"],
  syntax: "From rule ...",
  fallback: [],
  repeat: "all",
  parse(args) {
    args.atLeast(1);
    return ruleWords(args.words).map((word) => addressRule(args, word));
  },
};

/** `Satisfy any|all`, in `<Class>`. */
export const satisfy: Directive<"any" | "all"> = {
  name: "Satisfy",
  contexts: ["class"],
  syntax: "Satisfy any|all",
  fallback: "any",
  parse: (args) => args.choice(["any", "all"] as const),
};

function filter(name: string, ...more: readonly Context[]): Directive<Regex | undefined> {
  return {
    name,
    contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess", ...more],
    syntax: `${name} pattern [flags]`,
    fallback: undefined,
    parse(args) {
      const [pattern, flags] = [args.word(0), args.words[1]];
      if (pattern.toLowerCase() === "none" && flags === undefined) return undefined;
      if (flags !== undefined && !/^\[?(NC|nocase)\]?$/i.test(flags)) {
        args.fail(`unknown flag '${flags}'`, "expected NC");
      }
      return patternOf(args, pattern, flags !== undefined);
    },
  };
}

/** `AllowFilter`: what all arguments of commands have to match. */
export const allowFilter = filter("AllowFilter", "limit");
/** `DenyFilter`: what no argument may match. */
export const denyFilter = filter("DenyFilter", "limit");
/** `PathAllowFilter`: what paths of uploads and renames have to match. */
export const pathAllowFilter = filter("PathAllowFilter");
/** `PathDenyFilter`: what no such path may match. */
export const pathDenyFilter = filter("PathDenyFilter");

const filters = [allowFilter, denyFilter, pathAllowFilter, pathDenyFilter];
const peoples = [allowUser, denyUser, allowGroup, denyGroup, allowClass, denyClass];

/**
 * Compiles every pattern in `section` and in all sections below it. A session does so before it gives
 * up its permissions: afterwards no pattern can be compiled any more.
 */
export function compilePatterns(section: Section): void {
  const scope = new Scope([section]);
  for (const filter of filters) scope.get(filter);
  for (const people of peoples) scope.all(people);
  for (const inner of section.sections) compilePatterns(inner);
}

/** All of them, for the vocabulary. */
export const accessDirectives: readonly Directive<unknown>[] = [
  allow,
  allowAll,
  allowClass,
  allowFilter,
  allowGroup,
  allowUser,
  deny,
  denyAll,
  denyClass,
  denyFilter,
  denyGroup,
  denyUser,
  from,
  order,
  pathAllowFilter,
  pathDenyFilter,
  satisfy,
];
