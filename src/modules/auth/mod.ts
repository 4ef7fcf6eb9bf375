/**
 * mod_auth.c: logging in. The sources of users, mod_auth_file.c and mod_auth_unix.c, are named here
 * too, since `<IfModule>` and `AuthOrder` know them.
 *
 * @module
 */

import type { Module } from "../../session/module.ts";
import { notImplemented } from "../core/answers.ts";
import { displayLogin } from "../core/display.ts";
import { anonAllowRobots } from "../xfer/robots.ts";
import { rootRevoke } from "../../session/data/source_port.ts";
import { requireValidShell, rootLogin, useFtpUsers } from "./admission.ts";
import { userAlias } from "./aliases.ts";
import { anonRequirePassword, authAliasOnly, authUsingAlias, userDirRoot } from "./anonymous.ts";
import { census } from "./census.ts";
import { authFileOptions } from "./file_options.ts";
import { login, maxLoginAttempts } from "./login.ts";
import { maxClientsDirectives } from "./max_clients.ts";
import { connectionLimit, maxConnectionsPerHost } from "./max_connections.ts";
import { accessDenyMsg, accessGrantMsg } from "./messages.ts";
import { passwordDirectives } from "./password.ts";
import { allowChrootSymlinks, defaultChdir, defaultRoot } from "./places.ts";
import { authGroupFile, authOrder, authUserFile, persistentPasswd } from "./sources.ts";
import { authUnixOptions } from "./unix_options.ts";

/** The module. */
export const auth: Module = {
  name: "mod_auth.c",
  directives: [
    accessDenyMsg,
    accessGrantMsg,
    allowChrootSymlinks,
    anonAllowRobots,
    anonRequirePassword,
    authAliasOnly,
    authOrder,
    authUsingAlias,
    defaultChdir,
    defaultRoot,
    displayLogin,
    ...maxClientsDirectives,
    maxConnectionsPerHost,
    maxLoginAttempts,
    ...passwordDirectives,
    requireValidShell,
    rootLogin,
    rootRevoke,
    useFtpUsers,
    userAlias,
    userDirRoot,
  ],
  open: (session) => ({
    ...connectionLimit(session),
    census: () => census(session),
    commands: [
      ...login(session),
      notImplemented("ACCT", "is not implemented", true),
      notImplemented("REIN", "is not implemented", true),
    ],
  }),
};

/** mod_auth_file.c: users from files. */
export const authFile: Module = {
  name: "mod_auth_file.c",
  directives: [authFileOptions, authUserFile, authGroupFile],
  open: () => ({}),
};

/** mod_auth_unix.c: the system's users. */
export const authUnix: Module = {
  name: "mod_auth_unix.c",
  directives: [authUnixOptions, persistentPasswd],
  open: () => ({}),
};
