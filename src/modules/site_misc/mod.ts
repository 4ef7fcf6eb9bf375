/**
 * mod_site_misc.c: sub-commands of SITE that do at once what takes several commands otherwise.
 *
 * @module
 */

import type { Module } from "../../session/module.ts";
import { isOn, siteMiscEngine } from "../../settings/mod.ts";
import { makeLink } from "./make_link.ts";
import { makePath } from "./make_path.ts";
import { removeTree } from "./remove_tree.ts";
import { setTimes } from "./set_times.ts";

const NAME = "mod_site_misc.c";

/** The module. */
export const siteMisc: Module = {
  name: NAME,
  directives: [siteMiscEngine],
  open(session) {
    if (!isOn(NAME, session.config, session.loadedModules)) return {};
    return {
      site: [setTimes(session), makeLink(session), removeTree(session), makePath(session)],
    };
  },
};
