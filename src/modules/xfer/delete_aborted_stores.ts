/**
 * `DeleteAbortedStores`: whether what has come of an upload that was broken off is removed.
 *
 * @module
 */

import { toggle } from "../../config/mod.ts";

/** `DeleteAbortedStores on|off`. `HiddenStores` implies it. */
export const deleteAbortedStores = toggle("DeleteAbortedStores", [
  "server",
  "vhost",
  "global",
  "anonymous",
  "directory",
  "ftpaccess",
], false);
