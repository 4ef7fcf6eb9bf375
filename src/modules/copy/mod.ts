/**
 * mod_copy.c: SITE CPFR, CPTO and COPY.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import type { Module } from "../../session/module.ts";
import { copyEngine, isOn } from "../../settings/mod.ts";
import { copyCommands } from "./commands.ts";

const NAME = "mod_copy.c";

/** `CopyOptions NoDeleteOnFailure`: what was copied before something went wrong stays. */
export const copyOptions: Directive<{ readonly noDeleteOnFailure: boolean }> = {
  name: "CopyOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "CopyOptions NoDeleteOnFailure",
  fallback: { noDeleteOnFailure: false },
  parse(args) {
    args.between(1, Infinity);
    args.each((word) =>
      word.toLowerCase() === "nodeleteonfailure" || args.fail(`: unknown CopyOption '${word}'`)
    );
    return { noDeleteOnFailure: true };
  },
};

/** The module. */
export const copy: Module = {
  name: NAME,
  directives: [copyEngine, copyOptions],
  open(session) {
    if (!isOn(NAME, session.config, session.loadedModules)) return {};
    return { site: copyCommands(session, () => session.config.get(copyOptions).noDeleteOnFailure) };
  },
};
