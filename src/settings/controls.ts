/**
 * The control socket: where it is, who may use it, for what (mod_ctrls and mod_ctrls_admin).
 *
 * @module
 */

import type { Arguments } from "../config/arguments.ts";
import type { Directive } from "../config/directive.ts";
import { toggle } from "../config/toggle.ts";
import { booleanOf } from "../config/words.ts";
import type { AccessRule } from "../controls/access.ts";

/** The actions of mod_ctrls.c. */
export const CONTROL_ACTIONS = ["help", "insctrl", "lsctrl", "rmctrl"] as const;

/** The actions of mod_ctrls_admin.c. */
export const ADMIN_ACTIONS = [
  ...["config", "debug", "dns", "down", "get", "kick", "restart"],
  ...["scoreboard", "shutdown", "status", "trace", "up"],
] as const;

/** The actions of mod_dso.c. */
export const MODULE_ACTIONS = ["insmod", "lsmod", "rmmod"] as const;

/** Clients of the control socket that there can be at most, whatever is asked for. */
export const MOST_CONTROL_CLIENTS = 64;

/**
 * `ControlsEngine`: whether there is a control socket. Off where nothing is said, unlike in the
 * original: a door for commands is opened by those who want one.
 */
export const controlsEngine = toggle("ControlsEngine", ["server"], false);

/** `ControlsSocket`: its path. */
export const controlsSocket: Directive<string> = {
  name: "ControlsSocket",
  contexts: ["server"],
  syntax: "ControlsSocket path",
  fallback: "/run/proftpd.sock",
  repeat: "last",
  parse: (args) => args.absolutePath(),
};

/** `ControlsSocketOwner`: the names of its user and group; undefined for those of the daemon. */
export const controlsSocketOwner: Directive<
  { readonly user: string; readonly group: string } | undefined
> = {
  name: "ControlsSocketOwner",
  contexts: ["server"],
  syntax: "ControlsSocketOwner user group",
  fallback: undefined,
  repeat: "last",
  parse(args) {
    args.atLeast(2);
    return { user: args.word(0), group: args.word(1) };
  },
};

/** `ControlsSocketACL`: who may use it at all; nobody but root where nothing is said. */
export const controlsSocketACL: Directive<AccessRule | undefined> = {
  name: "ControlsSocketACL",
  contexts: ["server"],
  syntax: "ControlsSocketACL allow|deny user|group list",
  fallback: undefined,
  repeat: "all",
  parse: (args) => ruleOf(args),
};

/** `ControlsACLs`: who may do which action of mod_ctrls. */
export const controlsACLs: Directive<AccessRule | undefined> = {
  name: "ControlsACLs",
  contexts: ["server"],
  syntax: "ControlsACLs actions|all allow|deny user|group list",
  fallback: undefined,
  repeat: "all",
  parse: (args) => ruleOf(args, CONTROL_ACTIONS),
};

/** `AdminControlsACLs`: who may do which action of mod_ctrls_admin. */
export const adminControlsACLs: Directive<AccessRule | undefined> = {
  name: "AdminControlsACLs",
  contexts: ["server"],
  syntax: "AdminControlsACLs actions|all allow|deny user|group list",
  fallback: undefined,
  repeat: "all",
  parse: (args) => ruleOf(args, ADMIN_ACTIONS),
};

/** `ModuleControlsACLs`: who may do which action of mod_dso; in Debian's modules.conf. */
export const moduleControlsACLs: Directive<AccessRule | undefined> = {
  name: "ModuleControlsACLs",
  contexts: ["server"],
  syntax: "ModuleControlsACLs actions|all allow|deny user|group list",
  fallback: undefined,
  repeat: "all",
  parse: (args) => ruleOf(args, MODULE_ACTIONS),
};

/** `AdminControlsEngine`: which actions of mod_ctrls_admin there are. */
export const adminControlsEngine: Directive<readonly string[]> = {
  name: "AdminControlsEngine",
  contexts: ["server"],
  syntax: "AdminControlsEngine on|off|actions",
  fallback: ADMIN_ACTIONS,
  parse(args) {
    const all = booleanOf(args.word(0));
    if (all !== undefined) return all ? ADMIN_ACTIONS : [];
    return known(args, args.words.flatMap(listOf), ADMIN_ACTIONS);
  },
};

/** `ControlsMaxClients`: how many are served at once; more of them wait. */
export const controlsMaxClients: Directive<number> = {
  name: "ControlsMaxClients",
  contexts: ["server"],
  syntax: "ControlsMaxClients count",
  fallback: 5,
  repeat: "last",
  parse: (args) => Math.min(positive(args), MOST_CONTROL_CLIENTS),
};

/** `ControlsLog`: who asked for what. */
export const controlsLog: Directive<string | undefined> = {
  name: "ControlsLog",
  contexts: ["server"],
  syntax: "ControlsLog path|none",
  fallback: undefined,
  repeat: "last",
  parse: (args) => args.single().toLowerCase() === "none" ? undefined : args.path(),
};

/** `ControlsInterval`: without effect, for requests are heard at once. */
export const controlsInterval: Directive<number> = {
  name: "ControlsInterval",
  contexts: ["server"],
  syntax: "ControlsInterval seconds",
  fallback: 10,
  repeat: "last",
  parse: positive,
};

/**
 * `ControlsAuthFreshness`: without effect. It is about how the original finds out who a client is;
 * here the kernel says so.
 */
export const controlsAuthFreshness: Directive<number> = {
  name: "ControlsAuthFreshness",
  contexts: ["server"],
  syntax: "ControlsAuthFreshness seconds",
  fallback: 10,
  repeat: "last",
  parse(args) {
    const seconds = positive(args);
    args.warn("who asks is known from the kernel at each connection, without effect");
    return seconds;
  },
};

function positive(args: Arguments): number {
  return /^\d+$/.test(args.single()) && args.count() || args.fail("must be a positive number");
}

/**
 * The rule of a line, with the actions in front where there are any to be named: `all` of them. Throws
 * `ConfigError` for other words.
 */
export function ruleOf(args: Arguments, all?: readonly string[]): AccessRule {
  const at = all ? 1 : 0;
  args.atLeast(at + 3);
  const [verdict, kind, names] = args.words.slice(at);
  const [first, second] = at === 0
    ? ["first parameter must be either", "second parameter must be either"]
    : ["second parameter must be", "third parameter must be"];
  if (verdict !== "allow" && verdict !== "deny") args.fail(`${first} 'allow' or 'deny'`);
  if (kind !== "user" && kind !== "group") args.fail(`${second} 'user' or 'group'`);
  const actions = all && actionsOf(args, all);
  return { actions, verdict, kind, names: listOf(names) };
}

/** The actions of a rule; undefined for all of them. */
function actionsOf(args: Arguments, all: readonly string[]): readonly string[] | undefined {
  const word = args.word(0);
  return word.toLowerCase() === "all" ? undefined : known(args, listOf(word), all);
}

function known(args: Arguments, actions: readonly string[], all: readonly string[]) {
  const stranger = actions.find((action) => !all.includes(action));
  return stranger === undefined ? actions : args.fail(`: unknown action: '${stranger}'`);
}

function listOf(word: string): string[] {
  return word.split(",").filter((name) => name !== "");
}

/** The directives of mod_ctrls.c. */
export const controlsDirectives: readonly Directive<unknown>[] = [
  controlsACLs,
  controlsAuthFreshness,
  controlsEngine,
  controlsInterval,
  controlsLog,
  controlsMaxClients,
  controlsSocket,
  controlsSocketACL,
  controlsSocketOwner,
];

/** The directives of mod_ctrls_admin.c. */
export const adminControlsDirectives: readonly Directive<unknown>[] = [
  adminControlsACLs,
  adminControlsEngine,
];
