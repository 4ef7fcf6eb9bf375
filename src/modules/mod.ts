/**
 * The modules of every session, in the order in which commands pass through them. Those that only some
 * sessions load, and what only the daemon has to know, are in `vocabulary.ts`.
 *
 * @module
 */

import type { Module } from "../session/module.ts";
import { auth, authFile, authUnix } from "./auth/mod.ts";
import { loginRecords } from "./auth/login_records.ts";
import { core } from "./core/mod.ts";
import { ctrls, ctrlsAdmin } from "./ctrls.ts";
import { delay } from "./delay/mod.ts";
import { facts } from "./facts/mod.ts";
import { ident } from "./ident.ts";
import { ifVersionModule } from "./ifversion/mod.ts";
import { lang } from "./lang/mod.ts";
import { log } from "./log/mod.ts";
import { ls } from "./ls/mod.ts";
import { rlimit } from "./rlimit.ts";
import { site } from "./site/mod.ts";
import { xfer } from "./xfer/mod.ts";

/** The modules of every session. HELP lists commands in this order. */
export const modules: readonly Module[] = [
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
  loginRecords,
];
