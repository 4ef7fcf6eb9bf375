/**
 * The session role: a child of the daemon, with its client as descriptor 0.
 *
 * @module
 */

import type { Handover } from "../config/handover.ts";
import { Scope } from "../config/mod.ts";
import { prepareCrypt } from "../libc/crypt.ts";
import { close } from "../libc/files.ts";
import { prepareIdentity } from "../libc/identity.ts";
import { receiveDescriptor } from "../libc/pass_descriptor.ts";
import { POLL } from "../libc/poll.ts";
import { prepareUsers } from "../libc/users.ts";
import { duplicateOnto } from "../libc/process.ts";
import { openSources } from "../modules/auth/sources.ts";
import { greeting, serverName } from "../modules/core/server.ts";
import { modules } from "../modules/mod.ts";
import { preparePeerName, useReverseDNS } from "../session/peer_name.ts";
import { SessionEnd } from "../session/session_end.ts";
import { Snapshot } from "../session/snapshot_file.ts";
import { type Behaviour, Stage } from "../session/stage.ts";
import { serve } from "../session/start.ts";

const behaviour: Behaviour = {
  modules,
  greeting,
  openSources,
  serverName: (config: Scope) => config.get(serverName),
  prepareLogin() {
    prepareIdentity();
    prepareCrypt();
    prepareUsers();
  },
};

/**
 * What sessions of this program do. Loads what reading `.ftpaccess` files and computing checksums
 * need, where there may be a need: to be called while the process is root, who alone may be able to read the program's files.
 */
export async function behaviourFor({ overrides, digests }: Handover): Promise<Behaviour> {
  let wanted = behaviour;
  if (overrides) {
    const { overridesOf } = await import("./ftpaccess.ts");
    wanted = { ...wanted, openOverrides: overridesOf };
  }
  if (digests) {
    const { digest } = await import("../modules/digest/mod.ts");
    wanted = { ...wanted, modules: [...wanted.modules, digest] };
  }
  return wanted;
}

/** Serves one client; `args` are the numbers of the inherited descriptors: snapshot and notice. */
export async function sessionRole(args: readonly string[]): Promise<void> {
  await serve(await stageOf(args));
}

/**
 * Loads everything a session needs, then waits until the daemon hands over a client through the Unix
 * socket at descriptor 0. Returns when the daemon closes that instead.
 */
export async function spareRole(args: readonly string[]): Promise<void> {
  const stage = await stageOf(args);
  stage.complete();
  behaviour.prepareLogin();
  try {
    await stage.waiter.wait(CLIENT, POLL.IN);
  } catch (error) {
    if (error instanceof SessionEnd) return; // a signal: there is nobody to say goodbye to
    throw error;
  }
  const connection = receiveDescriptor(CLIENT);
  if (connection === undefined) return;
  duplicateOnto(connection, CLIENT, false);
  close(connection);
  await serve(stage);
}

/** The descriptor that a client is found at. */
const CLIENT = 0;

async function stageOf(args: readonly string[]): Promise<Stage> {
  const [descriptor, notice] = args.map(Number);
  const snapshot = Snapshot.inherited(descriptor);
  const behaviour = await behaviourFor(snapshot.handover);
  await preparePeerName(new Scope([snapshot.server(0).section]).get(useReverseDNS));
  return new Stage(snapshot, behaviour, notice);
}
