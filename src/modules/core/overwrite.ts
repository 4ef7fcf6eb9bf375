/**
 * `AllowOverwrite`: whether uploads and renames may take the place of what is there. It belongs to
 * mod_xfer, but renames ask as well.
 *
 * @module
 */

import { toggle } from "../../config/mod.ts";

/** `AllowOverwrite on|off`. */
export const allowOverwrite = toggle(
  "AllowOverwrite",
  ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  false,
  "boolean parameter",
);
