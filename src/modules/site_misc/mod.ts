/**
 * mod_site_misc.c: sub-commands of SITE that do at once what takes several commands otherwise.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import type { Module } from "../../session/module.ts";
import { makeLink } from "./make_link.ts";
import { makePath } from "./make_path.ts";
import { removeTree } from "./remove_tree.ts";
import { setTimes } from "./set_times.ts";

const NAME = "mod_site_misc.c";

/** `SiteMiscEngine on|off`: whether the commands are there; by default where `LoadModule` asks for them. */
export const siteMiscEngine: Directive<boolean | undefined> = {
  name: "SiteMiscEngine",
  contexts: ["server", "vhost", "global"],
  syntax: "SiteMiscEngine on|off",
  fallback: undefined,
  parse: (args) => args.boolean(),
};

/** The module. */
export const siteMisc: Module = {
  name: NAME,
  directives: [siteMiscEngine],
  open(session) {
    const { config, loadedModules } = session;
    if (!(config.get(siteMiscEngine) ?? loadedModules.includes(NAME))) return {};
    return {
      site: [setTimes(session), makeLink(session), removeTree(session), makePath(session)],
    };
  },
};
