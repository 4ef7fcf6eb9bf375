/**
 * Reading the configuration again.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import { toggle } from "../config/toggle.ts";

/**
 * `SafeRestart` (ours): a daemon that is told by HUP to re-read a file with errors keeps its
 * configuration. Off, it logs them and ends, as the original does.
 */
export const safeRestart: Directive<boolean> = {
  ...toggle("SafeRestart", ["server"], false),
  repeat: "last",
};
