/**
 * `AllowOverwrite`: whether uploads and renames may take the place of what is there. It belongs to
 * mod_xfer, but renames ask as well.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";

/** `AllowOverwrite on|off`. */
export const allowOverwrite: Directive<boolean> = {
  name: "AllowOverwrite",
  contexts: ["server", "vhost", "global", "anonymous", "directory", "ftpaccess"],
  syntax: "AllowOverwrite on|off",
  fallback: false,
  parse: (args) => args.boolean(0, "boolean parameter"),
};
