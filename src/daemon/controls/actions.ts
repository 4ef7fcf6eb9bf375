/**
 * What ftpdctl can ask of the daemon. The wording of the answers is the original's, wherever it has
 * one.
 *
 * @module
 */

import type { Answer } from "../../controls/mod.ts";
import { debugLevel, disconnect, getFrom, reverseDNS, scrubScoreboard } from "./admin.ts";
import type { Controlled } from "./controlled.ts";
import { restart, shutDown } from "./ending.ts";
import { serversDown, serversUp, statusOf } from "./server_states.ts";
import { done, failed } from "./answers.ts";
import { banSomebody, permitSomebody } from "./ban_actions.ts";
import { aboutTls } from "./tls_actions.ts";
import { listModules, loadModule, unloadModule } from "./module_actions.ts";

/** An action that is there. */
interface Action {
  readonly module: "mod_ban.c" | "mod_ctrls.c" | "mod_ctrls_admin.c" | "mod_dso.c" | "mod_tls.c";
  readonly help: string;
  run(words: readonly string[], daemon: Controlled, offered: readonly string[]): Answer;
}

/** The actions by name, in the order in which they are listed. */
const ACTIONS: Readonly<Record<string, Action>> = {
  ban: {
    module: "mod_ban.c",
    help: "ban a class, host, or user from using the daemon",
    run: banSomebody,
  },
  debug: { module: "mod_ctrls_admin.c", help: "set debugging level", run: debugLevel },
  dns: {
    module: "mod_ctrls_admin.c",
    help: "set UseReverseDNS configuration",
    run: reverseDNS,
  },
  down: {
    module: "mod_ctrls_admin.c",
    help: "disable an individual virtual server",
    run: serversDown,
  },
  get: { module: "mod_ctrls_admin.c", help: "list configuration data", run: getFrom },
  help: { module: "mod_ctrls.c", help: "describe all registered controls", run: help },
  insctrl: { module: "mod_ctrls.c", help: "enable a disabled control", run: enable },
  insmod: { module: "mod_dso.c", help: "load modules", run: loadModule },
  kick: {
    module: "mod_ctrls_admin.c",
    help: "disconnect a class, host, or user",
    run: disconnect,
  },
  lsctrl: { module: "mod_ctrls.c", help: "list all registered controls", run: list },
  lsmod: { module: "mod_dso.c", help: "list modules", run: listModules },
  permit: {
    module: "mod_ban.c",
    help: "allow a banned class, host or user to use the daemon",
    run: permitSomebody,
  },
  restart: {
    module: "mod_ctrls_admin.c",
    help: "restart the daemon (similar to using HUP)",
    run: restart,
  },
  rmctrl: { module: "mod_ctrls.c", help: "disable a registered control", run: disable },
  rmmod: { module: "mod_dso.c", help: "unload modules", run: unloadModule },
  scoreboard: {
    module: "mod_ctrls_admin.c",
    help: "clean the ScoreboardFile",
    run: scrubScoreboard,
  },
  shutdown: { module: "mod_ctrls_admin.c", help: "shutdown the daemon", run: shutDown },
  status: { module: "mod_ctrls_admin.c", help: "display status of servers", run: statusOf },
  tls: { module: "mod_tls.c", help: "query/tune mod_tls settings", run: aboutTls },
  up: { module: "mod_ctrls_admin.c", help: "enable a downed virtual server", run: serversUp },
};

/** Actions of the original's that are not there, and what does instead. */
const MISSING: Readonly<Record<string, string>> = {
  config: "edit the configuration file and use 'restart'",
  delay: "there is no table of delays, a refusal waits for the end of a tenth of a second",
  trace: "set Trace in the configuration file and use 'restart'",
};

/** Whether there is an action `name`, and which module's rules are about it. */
export function moduleOf(name: string): Action["module"] | undefined {
  return Object.hasOwn(ACTIONS, name) ? ACTIONS[name].module : undefined;
}

/** The names of all actions. */
export const ACTION_NAMES: readonly string[] = Object.keys(ACTIONS);

/**
 * Does the action that the first of `words` names, if it is one of `offered`. Whether the one who asks
 * may do so has been looked at already.
 */
export function perform(
  words: readonly string[],
  daemon: Controlled,
  offered: readonly string[],
): Answer {
  const [name = "", ...rest] = words;
  if (offered.includes(name) && !daemon.disabled.has(name)) {
    return ACTIONS[name].run(rest, daemon, offered);
  }
  if (Object.hasOwn(MISSING, name)) {
    return failed(`${name}: not supported by this server: ${MISSING[name]}`);
  }
  return failed("unsupported action requested");
}

function help(words: readonly string[], _: Controlled, offered: readonly string[]): Answer {
  if (words.length > 0) return failed("wrong number of parameters");
  return done(...offered.map((name) => `${name}: ${ACTIONS[name].help}`));
}

function list(words: readonly string[], _: Controlled, offered: readonly string[]): Answer {
  if (words.length > 0) return failed("wrong number of parameters");
  return done(...offered.map((name) => `${name} (${ACTIONS[name].module})`));
}

/** `rmctrl action`: nobody can ask for it any more, until `insctrl`, or a restart. */
function disable(words: readonly string[], daemon: Controlled, offered: readonly string[]): Answer {
  return control(words, offered, (name) => {
    daemon.disabled.add(name);
    return `'${name}' control disabled`;
  });
}

/** `insctrl action`. */
function enable(words: readonly string[], daemon: Controlled, offered: readonly string[]): Answer {
  return control(words, offered, (name) => {
    daemon.disabled.delete(name);
    return `'${name}' control enabled`;
  });
}

function control(
  words: readonly string[],
  offered: readonly string[],
  change: (name: string) => string,
): Answer {
  const [name] = words;
  if (name === undefined) return failed("wrong number of parameters");
  return offered.includes(name) ? done(change(name)) : failed(`no such control: '${name}'`);
}
