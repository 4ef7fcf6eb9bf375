/**
 * `UserAlias`, and which `<Anonymous>` area a name belongs to.
 *
 * @module
 */

import { at, type Directive, Scope, type Section } from "../../config/mod.ts";
import { user } from "../../settings/mod.ts";
import { authAliasOnly } from "./anonymous.ts";

/** `UserAlias alias user`: another name to log in with; `*` stands for every name. */
export const userAlias: Directive<{ readonly alias: string; readonly user: string }> = {
  name: "UserAlias",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "UserAlias alias user",
  fallback: { alias: "", user: "" },
  repeat: "all",
  parse(args) {
    args.atLeast(2);
    return { alias: args.word(0), user: args.word(1) };
  },
};

/** Whom a login name means. */
export interface Meaning {
  /** The name to look up. */
  readonly user: string;
  /** The anonymous area that belongs to it. */
  readonly anonymous: Section | undefined;
  /** Whether an alias led there. */
  readonly isAlias: boolean;
  /** Whether `AuthAliasOnly` refuses the name, since it is no alias. */
  readonly isRefused: boolean;
}

/**
 * What the name in USER means: itself or what an alias says, and the area whose `User` that is.
 * Aliases inside an area lead to that area; of several areas the last one in the file counts.
 *
 * `AuthAliasOnly` of any area is about all names, as in the original: the real users of a server
 * with such an area need aliases, too.
 */
export function meaningOf(name: string, config: Scope): Meaning {
  const areas = config.inner("anonymous");
  for (const area of areas) {
    const target = aliased(name, new Scope([area]));
    if (target !== undefined && ownerOf(area) === target) {
      return { user: target, anonymous: area, isAlias: true, isRefused: false };
    }
  }
  const target = aliased(name, config);
  const user = target ?? name;
  const isAlias = target !== undefined;
  const strict = config.get(authAliasOnly) ||
    areas.some((area) => new Scope([area]).get(authAliasOnly));
  const isRefused = strict && !isAlias;
  const anonymous = isRefused ? undefined : areas.find((area) => ownerOf(area) === user);
  return { user, anonymous, isAlias, isRefused };
}

/** What `name` means, for the log. */
export function meaningText(name: string, { user, anonymous }: Meaning): string {
  const who = name === user ? `no UserAlias for '${name}'` : `UserAlias: '${name}' is '${user}'`;
  return anonymous === undefined
    ? who
    : `${who}, the User of <Anonymous ${anonymous.args[0]}> ${at(anonymous)}`;
}

function aliased(name: string, scope: Scope): string | undefined {
  const aliases = scope.all(userAlias);
  return (aliases.find(({ alias }) => alias === name) ?? aliases.find(({ alias }) => alias === "*"))
    ?.user;
}

/** `User` of an anonymous area. */
function ownerOf(area: Section): string | undefined {
  return new Scope([area]).get(user);
}
