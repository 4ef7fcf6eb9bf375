/**
 * What `<Limit>` sections decide: which of them counts, and what it says.
 *
 * @module
 */

import type { Place, Section } from "../../config/mod.ts";
import { Scope } from "../../config/mod.ts";
import type { RuleSubject } from "../../net/mod.ts";
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
} from "./directives.ts";
import { type Expression, fits } from "./expressions.ts";
import { CLOSENESS, closenessOf } from "./limit_words.ts";

/** Whom the rules are asked about. */
export interface Subject extends RuleSubject {
  /** The class of the client; undefined for none. */
  readonly className: string | undefined;
  /** The user, once one is known. */
  readonly user?: string;
  /** The names of the user's groups. */
  readonly groups?: readonly string[];
}

/** An answer, and the section that gave it; undefined where no section has anything to say. */
export interface Decision {
  readonly allowed: boolean;
  readonly by: Place | undefined;
}

/**
 * Decides about `verb` where `layers` apply, the closest first: directories, the anonymous area, the
 * server. A section that names the command itself is asked before one that names a group, and that
 * before `<Limit ALL>`, each from the closest layer outwards (operations: "by kind of word first").
 */
export function decide(verb: string, layers: readonly Section[], subject: Subject): Decision {
  for (const closeness of CLOSENESS) {
    for (const layer of layers) {
      const limit = new Scope([layer]).inner("limit")
        .find((section) => closenessOf(section.args, verb) === closeness);
      if (limit) return { allowed: evaluate(limit, subject), by: limit };
    }
    const whole = layers.find((layer) => closeness === "all" && saysEverything(layer));
    if (whole) return { allowed: new Scope([whole]).get(allowAll), by: whole };
  }
  return { allowed: true, by: undefined };
}

/** AllowAll or DenyAll directly in `<Directory>` or `<Anonymous>`: for all commands there. */
function saysEverything(layer: Section): boolean {
  const scope = new Scope([layer]);
  return scope.has(allowAll) || scope.has(denyAll);
}

/** What one section says about `subject`. */
export function evaluate(limit: Section, subject: Subject): boolean {
  const scope = new Scope([limit]);
  const isAllowed = () =>
    scope.get(allowAll) || somebody(scope.all(allowUser), userOf(subject)) ||
    somebody(scope.all(allowGroup), subject.groups) ||
    somebody(scope.all(allowClass), classOf(subject)) ||
    fromThere(scope.all(allow).flat(), subject);
  const isDenied = () =>
    scope.get(denyAll) || somebody(scope.all(denyUser), userOf(subject)) ||
    somebody(scope.all(denyGroup), subject.groups) ||
    somebody(scope.all(denyClass), classOf(subject)) ||
    fromThere(scope.all(deny).flat(), subject);
  if (scope.get(order) === "allow,deny") return isAllowed() || !isDenied();
  return !isDenied() && isAllowed();
}

function userOf({ user }: Subject): readonly string[] | undefined {
  return user === undefined ? undefined : [user];
}

function classOf({ className }: Subject): readonly string[] {
  return className === undefined ? [] : [className];
}

/** Whether any of the lines fits; a user who is not known yet fits none. */
function somebody(lines: readonly Expression[], names: readonly string[] | undefined): boolean {
  return names !== undefined && lines.some((line) => fits(line, names));
}

/**
 * Whether a list of address rules takes the client in: one that says so does, unless a negated one
 * keeps him out. A list of negated rules alone takes in whoever none of them names.
 */
function fromThere(rules: ReturnType<typeof allow.parse>, subject: Subject): boolean {
  if (rules.length === 0) return false;
  const negated = rules.filter((rule) => rule.negated);
  if (negated.some((rule) => !rule.matches(subject))) return false;
  const plain = rules.filter((rule) => !rule.negated);
  return plain.length === 0 || plain.some((rule) => rule.matches(subject));
}
