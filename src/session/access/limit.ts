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
import { allowFilter, denyFilter, judges } from "./filter.ts";
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
  };
}

/**
 * What the section says of `who`: let through, turned away, or nothing, where `Order allow,deny` has
 * no rule for him. Before login, nobody knows whether a rule about users applies: the answer is then
 * what it will be for the luckiest of them, so that nobody is turned away who might be let in.
 */
export function verdictOf(limit: Limit, who: Who): "allow" | "deny" | undefined {
  const allowed = () => isAllowed(limit.allowed, who);
  const denied = () => isDenied(limit.denied, who);
  if (limit.order === "deny,allow") return !denied() && allowed() ? "allow" : "deny";
  return allowed() ? "allow" : denied() ? "deny" : undefined;
}

function isAllowed(side: Side, who: Who): boolean {
  const { all, users, groups, classes, addresses, filter } = side;
  const { peer, user } = who;
  if (all || filter !== undefined && judges(filter, who.argument) === true) return true;
  if (user === undefined) {
    if (users.length > 0 || groups.length > 0) return true;
  } else if (names(users, [user.user]) || names(groups, user.groups)) {
    return true;
  }
  // Who has no class is not let in for not being in some class: `AllowClass !x` wants another one.
  return who.className !== undefined && names(classes, [who.className]) || takesIn(addresses, peer);
}

function isDenied(side: Side, who: Who): boolean {
  const { all, users, groups, classes, addresses, filter } = side;
  const { peer, user } = who;
  if (all || filter !== undefined && judges(filter, who.argument) !== false) return true;
  if (user !== undefined && (names(users, [user.user]) || names(groups, user.groups))) return true;
  return names(classes, who.className === undefined ? [] : [who.className]) ||
    keepsOut(addresses, peer);
}

function names(expressions: readonly Expression[], of: readonly string[]): boolean {
  return expressions.some((expression) => fits(expression, of));
}
