/**
 * mod_ls.c: listings.
 *
 * @module
 */

import type { Module } from "../../session/module.ts";
import { dirFakeGroup, dirFakeMode, dirFakeUser } from "./faked.ts";
import { listing } from "./list.ts";
import { listOptions, listStyle, showSymlinks, timesGMT, useGlobbing } from "./list_options.ts";
import { status } from "./status.ts";

/** The module. */
export const ls: Module = {
  name: "mod_ls.c",
  directives: [
    dirFakeGroup,
    dirFakeMode,
    dirFakeUser,
    listOptions,
    listStyle,
    showSymlinks,
    timesGMT,
    useGlobbing,
  ],
  open: (session) => ({ commands: [...listing(session), status(session)] }),
};
