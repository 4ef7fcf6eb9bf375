/**
 * `DeleteAbortedStores`: whether what has come of an upload that was broken off is removed.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";

/** `DeleteAbortedStores on|off`. `HiddenStores` implies it. */
export const deleteAbortedStores: Directive<boolean> = {
  name: "DeleteAbortedStores",
  contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  syntax: "DeleteAbortedStores on|off",
  fallback: false,
  parse: (args) => args.boolean(),
};
