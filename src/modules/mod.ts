/**
 * All modules, in the order in which commands pass through them. What only the daemon has to know
 * (which directives there are) is in `vocabulary.ts`: a session does not load that.
 *
 * @module
 */

import type { Module } from "../session/module.ts";
import { auth, authFile, authUnix } from "./auth/mod.ts";
import { loginRecords } from "./auth/login_records.ts";
import { core } from "./core/mod.ts";
import { ctrls, ctrlsAdmin } from "./ctrls.ts";
import { delay } from "./delay/mod.ts";
import { dso } from "./dso/mod.ts";
import { facts } from "./facts/mod.ts";
import { ident } from "./ident.ts";
import { ifVersionModule } from "./ifversion/mod.ts";
import { lang } from "./lang/mod.ts";
import { log } from "./log/mod.ts";
import { ls } from "./ls/mod.ts";
import { rlimit } from "./rlimit.ts";
import { site } from "./site/mod.ts";
import { ON_DEMAND } from "../settings/mod.ts";
import { xfer } from "./xfer/mod.ts";

const all: readonly Module[] = [
  core,
  xfer,
  rlimit,
  authUnix,
  authFile,
  auth,
  ls,
  log,
  site,
  facts,
  ident,
  ctrls,
  ctrlsAdmin,
  lang,
  ifVersionModule,
  delay,
];

/** The modules of this server. HELP lists commands in this order. */
export const modules: readonly Module[] = [
  ...all,
  loginRecords,
  dso([
    ...all.map(({ name }) => name),
    ...ON_DEMAND,
    "mod_quotatab_file.c",
    "mod_wrap2_file.c",
  ]),
];
