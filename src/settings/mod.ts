/**
 * The settings room: directives that the daemon acts on and that others have to know as well. A
 * directive that only one module reads stands in that module.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import { authPam } from "./pam.ts";
import { maxConnectionRate } from "./connection_rate.ts";
import { environmentDirectives } from "./environment.ts";
import { identityDirectives } from "./identity.ts";
import { listeningDirectives } from "./listening.ts";
import { loggingDirectives } from "./logging.ts";
import { allowOverride } from "./override.ts";
import { processDirectives } from "./process.ts";
import { safeRestart } from "./reload.ts";
import { scoreboardDirectives } from "./scoreboard.ts";

export * from "./bans.ts";
export * from "./connection_rate.ts";
export * from "./controls.ts";
export * from "./environment.ts";
export * from "./identity.ts";
export * from "./listening.ts";
export * from "./logging.ts";
export * from "./metrics.ts";
export * from "./on_demand.ts";
export * from "./override.ts";
export * from "./pam.ts";
export * from "./process.ts";
export * from "./reload.ts";
export * from "./resource_limits.ts";
export * from "./reverse_dns.ts";
export * from "./scoreboard.ts";
export * from "./server.ts";
export * from "./tls_resumption.ts";
export * from "./tracing.ts";

/** All of them, for the vocabulary. */
export const settings: readonly Directive<unknown>[] = [
  ...environmentDirectives,
  ...identityDirectives,
  ...listeningDirectives,
  ...loggingDirectives,
  allowOverride,
  authPam,
  ...processDirectives,
  safeRestart,
  ...scoreboardDirectives,
  maxConnectionRate,
];
