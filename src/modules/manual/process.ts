/**
 * The manual's lines for the process: limits, modules, control socket.
 *
 * @module
 */

import type { ManualRow } from "./row.ts";

/** Name, default, since which version of ProFTPD, meaning. */
export const process: readonly ManualRow[] = [
  ["RLimitCPU", "System defaults", "1.3.5rc2", "CPU seconds for daemon/session"],
  ["RLimitMemory", "System defaults", "1.3.5rc2", "Memory limit (B/K/M/G suffix)"],
  ["RLimitOpenFiles", "System defaults", "1.3.5rc2", "Descriptor limit"],
  [
    "RLimitChroot",
    "on",
    "1.3.5rc5",
    "Forbid writing to etc/lib directories inside a chroot (default on!)",
  ],
  [
    "DelayEngine",
    "on",
    "1.2.10rc1",
    "Refusals of PASS are sent at full tenths of a second, whoever they are about",
  ],
  ["DelayTable", "", "1.2.10rc1", "Without effect: delays need no table here"],
  [
    "DelayOnEvent",
    "",
    "1.3.6rc1",
    "The least time until a reply to USER, to PASS, or to a PASS that fails (FailedLogin)",
  ],
  ["DelayControlsACLs", "", "1.3.1rc1", "Without effect: there is no `ftpdctl delay`"],
  [
    "IdentLookups",
    "on",
    "1.3.2rc1",
    "Ask the client's machine who the user is (RFC 1413); never done here",
  ],
  ["CapabilitiesEngine", "on", "1.2.8rc2", "Keep only needed Linux capabilities after login"],
  ["CapabilitiesSet", "", "1.2.8rc2", "+/-CAP_NAME adjustments"],
  ["CapabilitiesRootRevoke", "on", "1.3.5rc1", "Drop uid 0 once capabilities are set"],
  ["ControlsEngine", "on", "1.2.10rc1", "Answer ftpdctl on the control socket"],
  ["ControlsSocket", "var/run/proftpd.sock", "1.2.10rc1", "Unix socket path"],
  ["ControlsInterval", "10", "1.2.10rc1", "Without effect: requests are heard at once"],
  ["ControlsMaxClients", "5", "1.2.10rc1", "Requests handled at once"],
  ["ControlsLog", "", "1.2.10rc1", "Log of control requests"],
  [
    "ControlsACLs",
    "Who may ask ftpdctl for which actions",
    "1.2.10rc1",
    "Who may ask ftpdctl for which actions",
  ],
  ["ControlsSocketACL", "", "1.2.10rc1", "Who may use the socket"],
  ["ControlsSocketOwner", "root root", "1.2.10rc1", "Owner of the socket"],
  [
    "ControlsAuthFreshness",
    "10",
    "1.2.10rc1",
    "Without effect: the kernel says at each connection who asks",
  ],
  [
    "LoadModule",
    "",
    "1.3.0rc1",
    "Promises that a module is there: modules that are built always are",
  ],
  ["ModulePath", "", "1.3.0rc1", "Where ProFTPD looks for modules; without effect"],
  ["LoadFile", "", "1.3.0rc1", "A library to load; without effect"],
  ["ModuleOrder", "", "1.3.0rc1", "Another order of the modules; without effect"],
  ["ModuleControlsACLs", "", "1.3.0rc1", "Who may list, load and unload modules through ftpdctl"],
  [
    "AdminControlsEngine",
    "all actions",
    "1.2.10rc1",
    "Which actions of mod_ctrls_admin ftpdctl may ask for",
  ],
  [
    "AdminControlsACLs",
    "Who may ask ftpdctl for the actions of mod_ctrls_admin",
    "1.2.10rc1",
    "Who may ask ftpdctl for the actions of mod_ctrls_admin",
  ],
];
