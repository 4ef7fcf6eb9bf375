/**
 * The session role: a child of the daemon, with its client as descriptor 0.
 *
 * @module
 */

import { Scope } from "../config/mod.ts";
import { openSources } from "../modules/auth/sources.ts";
import { greeting, serverName } from "../modules/core/server.ts";
import { modules } from "../modules/mod.ts";
import { Snapshot } from "../session/snapshot_file.ts";
import { type Behaviour, serve } from "../session/start.ts";

/** What sessions of this program do. */
export const behaviour: Behaviour = {
  modules,
  greeting,
  openSources,
  serverName: (config: Scope) => config.get(serverName),
};

/** Serves one client; `args` are the numbers of the inherited descriptors: snapshot and notice. */
export async function sessionRole(args: readonly string[]): Promise<void> {
  const [snapshot, notice] = args.map(Number);
  await serve(Snapshot.inherited(snapshot), behaviour, notice);
}
