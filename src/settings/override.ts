/**
 * `AllowOverride`: the daemon tells its sessions whether they may have to read `.ftpaccess` files, and
 * what they need for that is loaded while the program's files can be read.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import { says, Scope } from "../config/scope.ts";
import type { Section } from "../config/tree.ts";

/** `AllowOverride`: whether `.ftpaccess` files are heeded. */
export const allowOverride: Directive<boolean> = {
  name: "AllowOverride",
  contexts: ["server", "vhost", "global", "anonymous", "directory"],
  syntax: "AllowOverride on|off",
  fallback: true,
  parse(args) {
    if (args.words.length === 3) {
      args.fail(
        "Please use mod_ifsession for per-user/group/class conditional configuration",
        "put the line into <IfUser>, <IfGroup> or <IfClass>",
      );
    }
    return args.boolean();
  },
};

/**
 * Whether `.ftpaccess` files may count somewhere in `section` (a server's or an `<Anonymous>`), whose
 * settings are `config`.
 */
export function heedsOverrides(config: Scope, section: Section): boolean {
  return config.get(allowOverride) || allowsOverrideInside(section);
}

function allowsOverrideInside({ sections }: Section): boolean {
  return sections.some((section) => {
    const isOn = says(section, allowOverride) && new Scope([section]).get(allowOverride);
    return isOn || allowsOverrideInside(section);
  });
}
