/**
 * Directives about `<Anonymous>` areas: how somebody gets into one, and where it is.
 *
 * @module
 */

import type { Context, Directive } from "../../config/mod.ts";

function toggle(name: string, ...more: readonly Context[]): Directive<boolean> {
  return {
    name,
    contexts: [...more, "anonymous"],
    syntax: `${name} on|off`,
    fallback: false,
    parse: (args) => args.boolean(),
  };
}

/** `AnonRequirePassword`: whether the area asks for the password of its `User`. */
export const anonRequirePassword = toggle("AnonRequirePassword");

/** `AuthAliasOnly`: whether names that no `UserAlias` knows are refused. */
export const authAliasOnly = toggle("AuthAliasOnly", "server", "vhost", "global");

/** `AuthUsingAlias`: whether the password is that of the alias instead of the area's `User`. */
export const authUsingAlias = toggle("AuthUsingAlias");

/** `UserDirRoot`: whether everybody gets a root in the area, a directory of the name in USER. */
export const userDirRoot = toggle("UserDirRoot");
