/**
 * The session role: a child of the daemon, with its client as descriptor 0.
 *
 * @module
 */

import { Scope } from "../config/mod.ts";
import { prepareCrypt } from "../libc/crypt.ts";
import { close } from "../libc/files.ts";
import { prepareIdentity } from "../libc/identity.ts";
import { receiveDescriptor } from "../libc/pass_descriptor.ts";
import { POLL, PollSet } from "../libc/poll.ts";
import { prepareUsers } from "../libc/users.ts";
import { duplicateOnto } from "../libc/process.ts";
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

/**
 * Loads everything a session needs, then waits until the daemon hands over a client through the Unix
 * socket at descriptor 0. Returns at once when the daemon closes that instead.
 */
export async function spareRole(args: readonly string[]): Promise<void> {
  const [snapshot, notice] = args.map(Number);
  const configuration = Snapshot.inherited(snapshot);
  configuration.server(0);
  prepareIdentity();
  prepareCrypt();
  prepareUsers();
  const set = new PollSet(1);
  set.add(CLIENT, POLL.IN);
  while (await set.wait(-1) === 0);
  const connection = receiveDescriptor(CLIENT);
  if (connection === undefined) return;
  duplicateOnto(connection, CLIENT, false);
  close(connection);
  await serve(configuration, behaviour, notice);
}

/** The descriptor that a client is found at. */
const CLIENT = 0;
