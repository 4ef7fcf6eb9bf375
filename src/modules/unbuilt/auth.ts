/**
 * Directives that are known and not built yet: who may log in: mod_auth and the modules that ask
 * the system.
 *
 * @module
 */

import type { Unbuilt } from "../../config/mod.ts";
import { rows } from "./rows.ts";

/** By module, then by name. */
export const auth: readonly Unbuilt[] = [
  ...rows("mod_auth.c", [
    ["AccessDenyMsg", "SVGA", "comfort"],
    ["AccessGrantMsg", "SVGA", "comfort"],
    ["AnonRequirePassword", "A", "restricts", "off"],
    ["CreateHome", "SVG", "comfort", "off"],
    ["DefaultChdir", "SVGA", "comfort"],
    ["DefaultRoot", "SVG", "restricts"],
    ["DisplayLogin", "SVGA", "comfort"],
    ["MaxClients", "SVGA", "restricts", "none"],
    ["MaxClientsPerClass", "SVG", "restricts"],
    ["MaxClientsPerHost", "SVGA", "restricts", "none"],
    ["MaxClientsPerUser", "SVGA", "restricts", "none"],
    ["MaxConnectionsPerHost", "SVG", "restricts", "none"],
    ["MaxHostsPerUser", "SVGA", "restricts", "none"],
    ["MaxLoginAttempts", "SVG", "restricts"],
    ["RequireValidShell", "SVGA", "restricts"],
    ["RewriteHome", "SVG", "restricts", "off"],
    ["RootLogin", "SVGA", "comfort", "off"],
    ["TimeoutLogin", "SVG", "restricts"],
    ["TimeoutSession", "SVGA", "restricts"],
    ["UseFtpUsers", "SVGA", "restricts", "off"],
    ["UserAlias", "SVGA", "restricts"],
  ]),
  ...rows("mod_auth_file.c", [
    ["AuthGroupFile", "SVG", "restricts"],
    ["AuthUserFile", "SVG", "restricts"],
  ]),
  ...rows("mod_auth_unix.c", [
    ["PersistentPasswd", "SVG", "comfort", "off"],
  ]),
];
