/**
 * Directives about `<Anonymous>` areas: how somebody gets into one, and where it is.
 *
 * @module
 */

import { toggle } from "../../config/mod.ts";

/** `AnonRequirePassword`: whether the area asks for the password of its `User`. */
export const anonRequirePassword = toggle("AnonRequirePassword", ["anonymous"], false);

/** `AuthAliasOnly`: whether names that no `UserAlias` knows are refused. */
export const authAliasOnly = toggle(
  "AuthAliasOnly",
  ["server", "vhost", "global", "anonymous"],
  false,
);

/** `AuthUsingAlias`: whether the password is that of the alias instead of the area's `User`. */
export const authUsingAlias = toggle("AuthUsingAlias", ["anonymous"], false);

/** `UserDirRoot`: whether everybody gets a root in the area, a directory of the name in USER. */
export const userDirRoot = toggle("UserDirRoot", ["anonymous"], false);
