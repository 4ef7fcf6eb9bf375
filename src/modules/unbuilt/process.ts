/**
 * Directives that are known and not built yet: the process: limits, capabilities, control socket,
 * language.
 *
 * @module
 */

import type { Unbuilt } from "../../config/mod.ts";
import { rows } from "./rows.ts";

/** By module, then by name. */
export const process: readonly Unbuilt[] = [
  ...rows("mod_cap.c", [
    ["CapabilitiesEngine", "SVG", "comfort", "off"],
    ["CapabilitiesRootRevoke", "SVG", "comfort"],
    ["CapabilitiesSet", "SVG", "comfort"],
  ]),
  ...rows("mod_ctrls.c", [
    ["ControlsACLs", "S", "comfort"],
    ["ControlsAuthFreshness", "S", "comfort"],
    ["ControlsEngine", "S", "comfort", "off"],
    ["ControlsInterval", "S", "comfort"],
    ["ControlsLog", "S", "comfort"],
    ["ControlsMaxClients", "S", "comfort"],
    ["ControlsSocket", "S", "comfort"],
    ["ControlsSocketACL", "S", "comfort"],
    ["ControlsSocketOwner", "S", "comfort"],
  ]),
  ...rows("mod_ctrls_admin.c", [
    ["AdminControlsACLs", "S", "comfort"],
    ["AdminControlsEngine", "S", "comfort", "off"],
  ]),
  ...rows("mod_dso.c", [
    ["LoadFile", "S", "comfort"],
    ["LoadModule", "S", "comfort"],
    ["ModuleControlsACLs", "S", "comfort"],
    ["ModuleOrder", "S", "comfort"],
    ["ModulePath", "S", "comfort"],
  ]),
  ...rows("mod_snmp.c", [
    ["SNMPAgent", "", "comfort"],
    ["SNMPCommunity", "", "comfort"],
    ["SNMPEnable", "", "comfort"],
    ["SNMPEngine", "", "comfort", "off"],
    ["SNMPLog", "", "comfort", "none"],
    ["SNMPMaxVariables", "", "comfort"],
    ["SNMPNotify", "", "comfort"],
    ["SNMPOptions", "", "comfort"],
    ["SNMPTables", "", "comfort"],
  ]),
];
