/**
 * `CDPath`: where else CWD looks for a directory.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";

/**
 * `CDPath directory`: CWD to what is not in the working directory looks here, line after line. Inside
 * of a jail it is a path of the jail.
 */
export const cdPath: Directive<string> = {
  name: "CDPath",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "CDPath directory",
  fallback: "",
  repeat: "all",
  parse: (args) => args.word(0),
};
