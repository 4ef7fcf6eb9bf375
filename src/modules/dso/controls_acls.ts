/**
 * `ModuleControlsACLs`: who may load modules into a running server, which nobody can here.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";

const ACTIONS = ["insmod", "lsmod", "rmmod", "all"];

/**
 * `ModuleControlsACLs actions|all allow|deny user|group list`. Without effect: there is no such
 * action to allow. It stands in Debian's modules.conf.
 */
export const moduleControlsACLs: Directive<null> = {
  name: "ModuleControlsACLs",
  contexts: ["server"],
  syntax: "ModuleControlsACLs actions|all allow|deny user|group list",
  fallback: null,
  repeat: "all",
  parse(args) {
    args.atLeast(4);
    const [actions, verdict, kind] = args.words;
    const stranger = actions.split(",").find((action) => !ACTIONS.includes(action));
    if (stranger !== undefined) args.fail(`unknown action: '${stranger}'`);
    if (!["allow", "deny"].includes(verdict)) {
      args.fail("second parameter must be 'allow' or 'deny'");
    }
    if (!["user", "group"].includes(kind)) args.fail("third parameter must be 'user' or 'group'");
    return null;
  },
};
