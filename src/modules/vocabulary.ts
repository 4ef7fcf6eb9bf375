/**
 * The vocabulary of the configuration: what the settings and all modules know, what they do not know
 * yet, what has gone.
 *
 * @module
 */

import type { Directive, Vocabulary } from "../config/mod.ts";
import { accessDirectives, conditions } from "../session/access/mod.ts";
import type { Module } from "../session/module.ts";
import { settings } from "../settings/mod.ts";
import { protocols } from "./core/protocols.ts";
import { withoutEffect } from "./core/without_effect.ts";
import { ifVersion } from "./ifversion/condition.ts";
import { modules } from "./mod.ts";
import { compiledIn } from "./module_names.ts";
import { modulesOnDemand } from "./on_demand.ts";
import { removed } from "./removed.ts";
import { unbuilt } from "./unbuilt.ts";

/** All modules that are built. */
export const builtModules: readonly Module[] = [...modules, ...modulesOnDemand];

/** What the configuration may say. */
export const vocabulary: Vocabulary = {
  directives: [
    ...settings,
    ...accessDirectives,
    protocols,
    ...withoutEffect,
    ...builtModules.flatMap((module): readonly Directive<unknown>[] => module.directives ?? []),
  ],
  sections: conditions,
  unbuilt,
  removed,
  conditions: [ifVersion],
};

/** What `<IfModule>` says yes to: what is built, and what the original always has. */
export const presentModules: ReadonlySet<string> = new Set([
  ...builtModules.map(({ name }) => name),
  ...compiledIn,
]);
