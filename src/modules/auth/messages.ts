/**
 * What a client is told about its login: `AccessGrantMsg`, `AccessDenyMsg`. Refusals look the same
 * whatever their reason; the log has it.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";
import { type Reply, reply } from "../../protocol/mod.ts";

/** `AccessGrantMsg`: the text of the 230; `%u` is the user. */
export const accessGrantMsg: Directive<string | undefined> = {
  name: "AccessGrantMsg",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "AccessGrantMsg message",
  fallback: undefined,
  parse: (args) => args.single(),
};

/** `AccessDenyMsg`: the text of the 530; `%u` is the user. */
export const accessDenyMsg: Directive<string | undefined> = {
  name: "AccessDenyMsg",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "AccessDenyMsg message",
  fallback: undefined,
  parse: (args) => args.single(),
};

/** The reply to a successful login. */
export function granted(config: Scope, user: string, anonymous: boolean): Reply {
  const text = config.get(accessGrantMsg)?.replaceAll("%u", user) ??
    (anonymous ? "Anonymous access granted, restrictions apply" : `User ${user} logged in`);
  return reply(230, text);
}

/** The reply to a login that failed. */
export function denied(config: Scope, user: string): Reply {
  return reply(530, config.get(accessDenyMsg)?.replaceAll("%u", user) ?? "Login incorrect.");
}
