/**
 * One `<Limit>` section, and what it says of a client.
 *
 * @module
 */

import { type Directive, type Place, Scope, type Section } from "../../config/mod.ts";
import type { Regex } from "../../libc/regex.ts";
import { type AddressRule, keepsOut, takesIn } from "../../net/mod.ts";
import {
  allow,
  allowAll,
  allowClass,
  allowGroup,
  allowUser,
  deny,
  denyAll,
  denyClass,
  denyGroup,
  denyUser,
  order,
  type Precedence,
} from "./directives.ts";
import { type Expression, fits } from "./expressions.ts";
import { allowFilter, denyFilter } from "./filter.ts";
import { ignoreHidden } from "./hide.ts";
import { canonicalWord } from "./limit_words.ts";
import type { Who } from "./who.ts";

/** The rules on one side: those that allow, or those that deny. */
interface Side {
  readonly all: boolean;
  readonly users: readonly Expression[];
  readonly groups: readonly Expression[];
  readonly classes: readonly Expression[];
  readonly addresses: readonly AddressRule[];
  /** A filter in the section is a rule about the command's argument. */
  readonly filter: Regex | undefined;
}

/** A `<Limit>`, ready to be asked. */
export interface Limit {
  readonly place: Place;
  /** The words behind `<Limit`, in canonical spelling. */
  readonly words: readonly string[];
  readonly scope: Scope;
  readonly order: Precedence;
  readonly allowed: Side;
  readonly denied: Side;
  /** Whether what is hidden does not exist for the commands. */
  readonly ignoresHidden: boolean;
}

/** Reads a `<Limit>` section. */
export function compileLimit(section: Section): Limit {
  const scope = new Scope([section]);
  const expressions = (directive: Directive<Expression | undefined>) =>
    scope.all(directive).filter((value) => value !== undefined);
  return {
    place: { file: section.file, line: section.line },
    words: section.args.map(canonicalWord),
    scope,
    order: scope.get(order),
    allowed: {
      all: scope.has(allowAll),
      users: expressions(allowUser),
      groups: expressions(allowGroup),
      classes: expressions(allowClass),
      addresses: scope.all(allow).flat(),
      filter: scope.get(allowFilter),
    },
    denied: {
      all: scope.has(denyAll),
      users: expressions(denyUser),
      groups: expressions(denyGroup),
      classes: expressions(denyClass),
      addresses: scope.all(deny).flat(),
      filter: scope.get(denyFilter),
    },
    ignoresHidden: scope.get(ignoreHidden),
  };
}

/** What a section says, and the directive in it because of which: for people who ask why. */
export interface Ruling {
  readonly verdict: "allow" | "deny" | undefined;
  /** Undefined where no directive in the section is about the client. */
  readonly rule: Directive<unknown> | undefined;
}

/**
 * What the section says of `who`, and why: let through, turned away, or nothing, where `Order allow,deny` has
 * no rule for him. Before login, nobody knows whether a rule about users applies: the answer is then
 * what it will be for the luckiest of them, so that nobody is turned away who might be let in.
 */
export function rulingOf(limit: Limit, who: Who): Ruling {
  const { allowed, denied } = limit;
  if (limit.order === "deny,allow") {
    const against = denies(denied, who);
    if (against) return { verdict: "deny", rule: against };
    const inFavour = allows(allowed, who);
    return inFavour ? { verdict: "allow", rule: inFavour } : { verdict: "deny", rule: order };
  }
  const inFavour = allows(allowed, who);
  if (inFavour) return { verdict: "allow", rule: inFavour };
  const against = denies(denied, who);
  return { verdict: against && "deny", rule: against };
}

/** The directive that lets `who` pass. */
function allows(side: Side, who: Who): Directive<unknown> | undefined {
  const { all, users, groups, classes, addresses, filter } = side;
  const { peer, user, argument } = who;
  if (all) return allowAll;
  if (argument !== undefined && filter?.test(argument) === true) return allowFilter;
  if (user === undefined) {
    if (users.length > 0) return allowUser;
    if (groups.length > 0) return allowGroup;
  } else {
    if (names("literal", users, [user.user])) return allowUser;
    if (names("literal", groups, user.groups)) return allowGroup;
  }
  // Who has no class is not let in for not being in some class: `AllowClass !x` wants another one.
  if (who.className !== undefined && names("literal", classes, [who.className])) return allowClass;
  return takesIn(addresses, peer) ? allow : undefined;
}

/** The directive that turns `who` away. */
function denies(side: Side, who: Who): Directive<unknown> | undefined {
  const { all, users, groups, classes, addresses, filter } = side;
  const { peer, user, argument } = who;
  if (all) return denyAll;
  // What cannot be judged, an argument that is missing too, does not get past.
  if (filter && (argument === undefined || filter.test(argument) !== false)) return denyFilter;
  if (user !== undefined) {
    if (names("any", users, [user.user])) return denyUser;
    if (names("any", groups, user.groups)) return denyGroup;
  }
  if (names("any", classes, who.className === undefined ? [] : [who.className])) return denyClass;
  return keepsOut(addresses, peer) ? deny : undefined;
}

/**
 * Whether one of the expressions is about somebody with these names. The original takes `*` for a name:
 * so it does not allow; where it denies, it may mean anybody as well.
 */
function names(
  star: "any" | "literal",
  expressions: readonly Expression[],
  of: readonly string[],
): boolean {
  return expressions.some((expression) =>
    fits(expression, of, "literal") || star === "any" && fits(expression, of, "any")
  );
}
