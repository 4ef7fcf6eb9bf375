/**
 * mod_dso.c: modules in files of their own. This server has all its modules in it; the directives
 * are here so that files which load some start unchanged.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import type { Module } from "../../session/module.ts";
import { moduleControlsACLs } from "../../settings/mod.ts";
import { compiledIn, loadable } from "../module_names.ts";
import { loadModule } from "./load_module.ts";

/** `ModulePath path`: where the original finds modules. Nothing is looked for there. */
export const modulePath: Directive<string | undefined> = {
  name: "ModulePath",
  contexts: ["server"],
  syntax: "ModulePath path",
  fallback: undefined,
  repeat: "all",
  parse: (args) => args.absolutePath(),
};

/** `LoadFile path`: a library to load, which is not done. */
export const loadFile: Directive<string | undefined> = {
  name: "LoadFile",
  contexts: ["server"],
  syntax: "LoadFile path",
  fallback: undefined,
  repeat: "all",
  parse(args) {
    const path = args.absolutePath();
    args.warn("libraries are not loaded into this server, ignored");
    return path;
  },
};

/** `ModuleOrder name ...`: another order of dispatch, which is not done. */
export const moduleOrder: Directive<readonly string[]> = {
  name: "ModuleOrder",
  contexts: ["server"],
  syntax: "ModuleOrder name ...",
  fallback: [],
  repeat: "all",
  parse(args) {
    args.between(1, Infinity);
    const stranger = args.words.find((name) => ![...compiledIn, ...loadable].includes(name));
    if (stranger !== undefined) args.fail(`no such module '${stranger}' loaded`);
    args.warn("the order of this server's modules is fixed, ignored");
    return args.words;
  },
};

/** The module, in a server that has the modules `others` beside it. */
export function dso(others: readonly string[]): Module {
  const name = "mod_dso.c";
  return {
    name,
    directives: [
      loadFile,
      loadModule([...others, name]),
      moduleControlsACLs,
      moduleOrder,
      modulePath,
    ],
    open: () => ({}),
  };
}
