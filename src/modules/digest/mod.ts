/**
 * mod_digest.c: checksums of files.
 *
 * It is there where `LoadModule mod_digest.c` or `DigestEngine on` asks for it, as in the original,
 * whose default has no such commands. Sessions load it only then.
 *
 * @module
 */

import type { Handlers, Module } from "../../session/module.ts";
import { isOn } from "../../settings/mod.ts";
import { digestCommands } from "./commands.ts";
import { digestDirectives } from "./directives.ts";

const NAME = "mod_digest.c";

/** The module. */
export const digest: Module = {
  name: NAME,
  directives: digestDirectives,
  open: (session): Handlers =>
    isOn(NAME, session.config, session.loadedModules) ? digestCommands(session) : {},
};
