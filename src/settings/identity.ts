/**
 * As whom the server runs; inside `<Anonymous>`, whose area it is.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";

/** `User`: whose rights the daemon and its sessions before login have. Also names anonymous users. */
export const user: Directive<string | undefined> = {
  name: "User",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "User name",
  fallback: undefined,
  parse: (args) => args.single(),
};

/** `Group`: the group that goes with `User`. */
export const group: Directive<string | undefined> = {
  name: "Group",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "Group name",
  fallback: undefined,
  parse: (args) => args.single(),
};

/** All directives of this file. */
export const identityDirectives: readonly Directive<unknown>[] = [user, group];
