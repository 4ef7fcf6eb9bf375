/**
 * The vocabulary of the configuration: what the settings and the given modules know, what is not
 * built yet, what has gone.
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
import { compiledIn } from "./module_names.ts";
import { removed } from "./removed.ts";
import { unbuilt } from "./unbuilt.ts";

/** What a configuration may say where `modules` are all that there are. */
export function vocabularyOf(modules: readonly Module[]): Vocabulary {
  return {
    directives: [
      ...settings,
      ...accessDirectives,
      protocols,
      ...withoutEffect,
      ...modules.flatMap((module): readonly Directive<unknown>[] => module.directives ?? []),
    ],
    sections: conditions,
    unbuilt,
    removed,
    conditions: [ifVersion],
  };
}

/** What `<IfModule>` says yes to, where `modules` are all: those, and what the original always has. */
export function presentAmong(modules: readonly Module[]): ReadonlySet<string> {
  return new Set([...modules.map(({ name }) => name), ...compiledIn]);
}
