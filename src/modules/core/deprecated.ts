/**
 * Directives that the original still accepts and no longer acts on.
 *
 * @module
 */

import { type Context, type Directive, toggle } from "../../config/mod.ts";

const SERVERS: readonly Context[] = ["server", "vhost", "global"];

const deferWelcome = toggle("DeferWelcome", SERVERS, false);

/** The original looks neither at its words nor at where it stands. */
const multilineRFC2228: Directive<boolean> = {
  name: "MultilineRFC2228",
  contexts: [...SERVERS, "anonymous", "directory", "limit", "class"],
  syntax: "MultilineRFC2228 on|off",
  fallback: false,
  parse: () => false,
};

/** `DeferWelcome` and `MultilineRFC2228`: present in old files, without effect since 1.3. */
export const ignored: readonly Directive<boolean>[] = [deferWelcome, multilineRFC2228];
