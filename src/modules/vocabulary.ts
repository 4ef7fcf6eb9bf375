/**
 * What the configuration may say, with all that this server can do: for whoever reads its file.
 *
 * @module
 */

import type { Vocabulary } from "../config/mod.ts";
import type { Module } from "../session/module.ts";
import { authPamModule } from "./auth_pam/mod.ts";
import { dso } from "./dso/mod.ts";
import { ifSession } from "./ifsession.ts";
import { modules } from "./mod.ts";
import { modulesOnDemand } from "./on_demand.ts";
import { quotatab, quotatabFile } from "./quotatab/mod.ts";
import { ratio } from "./ratio/mod.ts";
import { tls } from "./tls/mod.ts";
import { presentAmong, vocabularyOf } from "./vocabulary_of.ts";

/** Those that only some sessions load, or none. */
const others: readonly Module[] = [
  authPamModule,
  tls,
  ...modulesOnDemand,
  ifSession,
  quotatab,
  quotatabFile,
  ratio,
];

/** All modules that are built. */
export const builtModules: readonly Module[] = [
  ...modules,
  dso([...new Set([...modules, ...others].map(({ name }) => name))]),
  ...others,
];

/** What the configuration may say. */
export const vocabulary: Vocabulary = vocabularyOf(builtModules);

/** What `<IfModule>` says yes to: what is built, and what the original always has. */
export const presentModules: ReadonlySet<string> = presentAmong(builtModules);
