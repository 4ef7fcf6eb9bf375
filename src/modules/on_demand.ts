/**
 * The modules, and parts of modules, that only some servers need: sessions load them only where they
 * do, in any event the daemon, which has to know their directives. (mod_tls and mod_quotatab are loaded by
 * themselves.)
 *
 * @module
 */

import type { Module } from "../session/module.ts";
import { homes } from "./auth/home/create_home.ts";
import { ban } from "./ban/mod.ts";
import { cap } from "./cap/mod.ts";
import { tracePart } from "./core/trace.ts";
import { copy } from "./copy/mod.ts";
import { digest } from "./digest/mod.ts";
import { encodingPart } from "./lang/encoding.ts";
import { logForensic } from "./log_forensic/mod.ts";
import { extendedLogPart } from "./log/extended/mod.ts";
import { metrics } from "./metrics/mod.ts";
import { siteMisc } from "./site_misc/mod.ts";
import { uniqueId } from "./unique_id/mod.ts";
import { wrap2, wrap2File } from "./wrap2/mod.ts";

/** Those of `ON_DEMAND` in the order in which commands pass through them, then the parts. */
export const modulesOnDemand: readonly Module[] = [
  siteMisc,
  copy,
  digest,
  ban,
  wrap2,
  wrap2File,
  homes,
  cap,
  uniqueId, // before what may log its name
  tracePart,
  extendedLogPart,
  logForensic,
  metrics,
  encodingPart,
];
