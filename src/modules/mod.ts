/**
 * All modules, in the order in which commands pass through them, and the vocabulary that they and
 * the settings make up.
 *
 * @module
 */

import type { Directive, Vocabulary } from "../config/mod.ts";
import { accessDirectives } from "../session/access/mod.ts";
import type { Module } from "../session/module.ts";
import { settings } from "../settings/mod.ts";
import { auth, authFile, authUnix } from "./auth/mod.ts";
import { core } from "./core/mod.ts";
import { facts } from "./facts/mod.ts";
import { ident } from "./ident.ts";
import { log } from "./log/mod.ts";
import { ls } from "./ls/mod.ts";
import { removed } from "./removed.ts";
import { site } from "./site/mod.ts";
import { unbuilt } from "./unbuilt.ts";
import { xfer } from "./xfer/mod.ts";

/** The modules of this server. HELP lists commands in this order. */
export const modules: readonly Module[] = [
  core,
  xfer,
  authUnix,
  authFile,
  auth,
  ls,
  log,
  site,
  facts,
  ident,
];

/** What the configuration may say. */
export const vocabulary: Vocabulary = {
  directives: [
    ...settings,
    ...accessDirectives,
    ...modules.flatMap((module): readonly Directive<unknown>[] => module.directives ?? []),
  ],
  unbuilt,
  removed,
};
