/**
 * The form of what is said about a line: `NAME: reason on line N of 'FILE'`.
 *
 * @module
 */

import type { Directive } from "./directive.ts";
import { at, type Finding } from "./error.ts";
import type { Scope } from "./scope.ts";
import type { Place } from "./tree.ts";

/** A finding about the line at `place`, which begins with `name`; `hint` is what to do about it. */
export function findingAt(
  severity: Finding["severity"],
  name: string,
  reason: string,
  place: Place,
  hint?: string,
): Finding {
  const { file, line } = place; // it may be a whole line or section
  const message = `${name}: ${reason} ${at(place)}`;
  return { severity, message, place: { file, line }, directive: name, hint };
}

/** A finding about what `directive` says in `scope`: by a line, or by default. */
export function findingAbout(
  scope: Scope,
  directive: Directive<unknown>,
  reason: string,
  severity: Finding["severity"] = "error",
): Finding {
  const { name } = directive;
  const place = scope.place(directive);
  if (place) return findingAt(severity, name, reason, place);
  return { severity, message: `${name}: ${reason}`, directive: name };
}
