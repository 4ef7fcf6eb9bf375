/**
 * What the configuration may say, with all that this server can do: for whoever reads its file.
 *
 * @module
 */

import type { Vocabulary } from "../config/mod.ts";
import type { Module } from "../session/module.ts";
import { authPamModule } from "./auth_pam/mod.ts";
import { modules } from "./mod.ts";
import { modulesOnDemand } from "./on_demand.ts";
import { quotatab, quotatabFile } from "./quotatab/mod.ts";
import { ratio } from "./ratio/mod.ts";
import { tls } from "./tls/mod.ts";
import { presentAmong, vocabularyOf } from "./vocabulary_of.ts";

/** All modules that are built. */
export const builtModules: readonly Module[] = [
  ...modules,
  authPamModule,
  tls,
  ...modulesOnDemand,
  quotatab,
  quotatabFile,
  ratio,
];

/** What the configuration may say. */
export const vocabulary: Vocabulary = vocabularyOf(builtModules);

/** What `<IfModule>` says yes to: what is built, and what the original always has. */
export const presentModules: ReadonlySet<string> = presentAmong(builtModules);
