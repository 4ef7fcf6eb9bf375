/**
 * Whether there are checksums of files (mod_digest). The daemon has to know before there is a session:
 * sessions load the module where it is asked for, while they can.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import type { Section } from "../config/tree.ts";

/** The module's name. */
export const DIGEST_MODULE = "mod_digest.c";

/** `DigestEngine on|off`; undefined where no line says so: then `LoadModule` decides. */
export const digestEngine: Directive<boolean | undefined> = {
  name: "DigestEngine",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "DigestEngine on|off",
  fallback: undefined,
  parse: (args) => args.boolean(),
};

/** Whether a line of one of `sections` loads the module or is about its switch. */
export function asksForDigests(sections: readonly Section[]): boolean {
  return sections.some(({ entries, inherited = [], sections }) =>
    entries.some(({ name, args }) =>
      name === digestEngine.name || name === "LoadModule" && args[0] === DIGEST_MODULE
    ) || asksForDigests(inherited) || asksForDigests(sections)
  );
}
