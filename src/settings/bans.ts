/**
 * Bans (mod_ban): what daemon and sessions both act on. What bans follow from is the module's.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import { toggle } from "../config/toggle.ts";
import { Scope } from "../config/scope.ts";
import type { Section } from "../config/tree.ts";
import type { AccessRule } from "../controls/access.ts";
import { ruleOf } from "./controls.ts";

/** The actions of mod_ban.c. */
export const BAN_ACTIONS = ["ban", "permit"] as const;

/** `BanEngine`: whether anybody is banned. What the main server says holds for all that say nothing. */
export const banEngine = toggle("BanEngine", ["server", "vhost", "global"], false);

/** Whether anybody may be banned by the settings of the servers with the sections `servers`. */
export function mayBan(servers: readonly Section[]): boolean {
  return servers.some((section) =>
    new Scope([section]).get(banEngine) ||
    // <IfClass>: for some clients at least.
    section.sections.some(({ entries }) => entries.some(({ name }) => name === banEngine.name))
  );
}

/** `BanTable`: the file with those who are; undefined where no line says so. */
export const banTable: Directive<string | undefined> = {
  name: "BanTable",
  contexts: ["server"],
  syntax: "BanTable path",
  fallback: undefined,
  parse: (args) => args.absolutePath(),
};

/** `BanLog`: who was banned, and why; undefined for nowhere. */
export const banLog: Directive<string | undefined> = {
  name: "BanLog",
  contexts: ["server", "global"],
  syntax: "BanLog path|none",
  fallback: undefined,
  parse: (args) => args.single().toLowerCase() === "none" ? undefined : args.absolutePath(),
};

/** `BanControlsACLs`: who may ban and permit by ftpdctl. */
export const banControlsACLs: Directive<AccessRule | undefined> = {
  name: "BanControlsACLs",
  contexts: ["server"],
  syntax: "BanControlsACLs actions|all allow|deny user|group list",
  fallback: undefined,
  repeat: "all",
  parse: (args) => ruleOf(args, BAN_ACTIONS),
};
