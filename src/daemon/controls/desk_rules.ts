/**
 * Who may ask the daemon for what by ftpdctl: the actions that there are, and the ACL of each.
 *
 * @module
 */

import { type AccessRule, isAllowed, type Peer } from "../../controls/mod.ts";
import {
  adminControlsACLs,
  adminControlsEngine,
  banControlsACLs,
  banEngine,
  controlsACLs,
  controlsMaxClients,
  controlsSocketACL,
  mayBan,
  moduleControlsACLs,
  TLS_ACTIONS,
  tlsControlsACLs,
} from "../../settings/mod.ts";
import type { Loaded } from "../load.ts";
import { ACTION_NAMES, moduleOf } from "./actions.ts";

/** The rules of one configuration. */
export interface DeskRules {
  /** Actions that there are. */
  readonly offered: readonly string[];
  /** How many clients are served at a time. */
  readonly mostClients: number;
  /** Whether `ControlsSocketACL` says who may connect, instead of the socket's permissions. */
  readonly isByRule: boolean;
  /** Whether `peer` may say anything at all. */
  admits(peer: Peer): boolean;
  /** Whether `peer` may ask for what `words` name, all of it. */
  allows(words: readonly string[], peer: Peer): boolean;
}

/** Those of a desk that is closed. */
export const CLOSED: DeskRules = {
  offered: [],
  mostClients: 0,
  isByRule: false,
  admits: () => false,
  allows: () => false,
};

/** Those that `loaded` has. */
export function deskRulesOf({ main, handover, configuration }: Loaded): DeskRules {
  const servers = configuration.servers.map(({ section }) => section);
  const admin = main.get(adminControlsEngine);
  const socket = rulesOf(main.all(controlsSocketACL));
  const byModule = {
    "mod_ctrls.c": rulesOf(main.all(controlsACLs)),
    "mod_ctrls_admin.c": rulesOf(main.all(adminControlsACLs)),
    "mod_dso.c": rulesOf(main.all(moduleControlsACLs)),
    "mod_ban.c": rulesOf(main.all(banControlsACLs)),
    "mod_tls.c": rulesOf(main.all(tlsControlsACLs)),
  };
  return {
    offered: ACTION_NAMES.filter((it) => {
      const module = moduleOf(it);
      if (module === "mod_ban.c") return main.has(banEngine) || mayBan(servers);
      if (module === "mod_tls.c") return handover.modules.includes(module);
      return module !== "mod_ctrls_admin.c" || admin.includes(it);
    }),
    mostClients: main.get(controlsMaxClients),
    isByRule: socket.length > 0,
    admits: (peer) => isAllowed(socket, "", peer),
    allows(words, peer) {
      const rules = byModule[moduleOf(words[0] ?? "") ?? "mod_ctrls_admin.c"];
      return partsOf(words).every((part) => isAllowed(rules, part, peer));
    },
  };
}

function rulesOf(lines: readonly (AccessRule | undefined)[]): readonly AccessRule[] {
  return lines.filter((line) => line !== undefined);
}

/** What rules call that which `words` ask for: all of it must be allowed. */
function partsOf([action = "", ...more]: readonly string[]): readonly string[] {
  return action === "tls" ? more.slice(0, 2).filter((it) => known.includes(it)) : [action];
}

const known: readonly string[] = TLS_ACTIONS;
