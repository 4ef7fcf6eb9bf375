/**
 * Lines that hold for some clients only: `MaxStoreFileSize 1 Mb user alice`.
 *
 * @module
 */

import { type Arguments, type Directive, Scope } from "../../config/mod.ts";
import { type Expression, fits, listOf, warnOfBlanks } from "./expressions.ts";
import type { Member } from "./who.ts";

const KINDS = ["user", "group", "class"] as const;

/** Whom a line is for. */
export interface Audience {
  readonly kind: (typeof KINDS)[number];
  readonly expression: Expression;
}

/** A client, as far as audiences go. */
export interface Listener extends Member {
  readonly className: string | undefined;
}

/**
 * The audience in the words `user|group|class expression` from `index` on; undefined where there are
 * none. `unknown` is how the original names another first word: `unknown classifier used`.
 */
export function parseAudience(
  args: Arguments,
  index: number,
  unknown: string,
): Audience | undefined {
  if (args.words.length <= index) return undefined;
  const word = args.word(index);
  const kind = KINDS.find((kind) => kind === word.toLowerCase());
  if (kind === undefined) {
    return args.fail(`${unknown}: '${word}'`, "expected user, group or class");
  }
  warnOfBlanks(args, [args.word(index + 1)]);
  // Of groups, all have to fit; of users and classes, one (the documentation's defaults).
  return { kind, expression: listOf(args.word(index + 1), kind === "group" ? "and" : "or") };
}

/**
 * The line that holds for `client`: in the closest section that has one for it, a line for the user
 * before one for his groups, that before one for his class, and one for everybody last.
 */
export function lineFor<T extends { readonly audience: Audience | undefined }>(
  scope: Scope,
  directive: Directive<T>,
  client: Listener,
  isMeant: (line: T) => boolean = () => true,
): T | undefined {
  if (!scope.has(directive)) return undefined;
  for (const section of scope.sections) {
    const lines = new Scope([section]).all(directive).filter(isMeant);
    for (const kind of [...KINDS, undefined]) {
      const line = lines.find(({ audience }) => audience?.kind === kind && hears(client, audience));
      if (line) return line;
    }
  }
  return undefined;
}

/** Whether a line for `audience` is for a client; one without is for everybody. */
export function hears(
  { user, groups, className }: Listener,
  audience: Audience | undefined,
): boolean {
  if (audience === undefined) return true;
  const names = {
    user: [user],
    group: groups,
    class: className === undefined ? [] : [className],
  };
  return fits(audience.expression, names[audience.kind]);
}
