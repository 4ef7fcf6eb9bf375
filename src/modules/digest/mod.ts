/**
 * mod_digest.c: checksums of files.
 *
 * It is there where `LoadModule mod_digest.c` or `DigestEngine on` asks for it, as in the original,
 * whose default has no such commands. Sessions load it only then.
 *
 * @module
 */

import type { Handlers, Module } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { DIGEST_MODULE, digestEngine } from "../../settings/mod.ts";
import { digestCommands } from "./commands.ts";
import { digestDirectives } from "./directives.ts";

/** The module. */
export const digest: Module = {
  name: DIGEST_MODULE,
  directives: digestDirectives,
  open: (session): Handlers => isWanted(session) ? digestCommands(session) : {},
};

/** Whether the server that the client is with has the commands. */
function isWanted({ config, loadedModules }: Session): boolean {
  return config.get(digestEngine) ?? loadedModules.includes(DIGEST_MODULE);
}
