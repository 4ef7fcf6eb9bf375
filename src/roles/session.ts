/**
 * The session role: a child of the daemon, with its client as descriptor 0.
 *
 * @module
 */

import type { Handover } from "../config/handover.ts";
import { Scope } from "../config/mod.ts";
import { prepareCrypt } from "../libc/crypt.ts";
import { prepareIdentity } from "../libc/identity.ts";
import { prepareRegex } from "../libc/regex.ts";
import { prepareTime } from "../libc/time.ts";
import { prepareUsers } from "../libc/users.ts";
import { openSources } from "../modules/auth/sources.ts";
import { greeting, serverName } from "../modules/core/server.ts";
import { modules } from "../modules/mod.ts";
import type { Module } from "../session/module.ts";
import { preparePeerName } from "../session/peer_name.ts";
import { Snapshot } from "../session/snapshot_file.ts";
import { type Behaviour, type Inherited, Stage } from "../session/stage.ts";
import { serve } from "../session/start.ts";
import { PAM_MODULE, useReverseDNS } from "../settings/mod.ts";
import { isGivenClient } from "./given_client.ts";

const behaviour: Behaviour = {
  modules,
  greeting,
  openSources,
  serverName: (config: Scope) => config.get(serverName),
  prepareLogin() {
    prepareIdentity();
    prepareCrypt();
    prepareUsers();
    prepareTime();
    prepareRegex();
  },
};

/** Modules that are loaded by themselves. */
const ALONE: readonly string[] = ["mod_tls.c", PAM_MODULE, "mod_quotatab.c", "mod_ratio.c"];

/**
 * What sessions of this program do. Loads what reading `.ftpaccess` files, the modules asked for and, if
 * `looksUp`, the names of clients need, where there may be a need: to be called while the process is
 * root, who alone may be able to read the program's files.
 */
export async function behaviourFor(
  { overrides, modules: asked }: Handover,
  looksUp: boolean,
): Promise<Behaviour> {
  let wanted: Behaviour = { ...behaviour, findName: await preparePeerName(looksUp) };
  const more: Module[] = [];
  if (asked.includes("mod_tls.c")) more.push((await import("../modules/tls/mod.ts")).tls);
  if (asked.includes(PAM_MODULE)) {
    const { authPamModule, openPam } = await import("../modules/auth_pam/mod.ts");
    more.push(authPamModule);
    wanted = {
      ...wanted,
      openSources: (...where) => openSources(...where, openPam),
    };
  }
  const others = asked.filter((name) => !ALONE.includes(name));
  if (others.length > 0) {
    const { modulesOnDemand } = await import("../modules/on_demand.ts");
    more.push(...modulesOnDemand.filter(({ name }) => others.includes(name)));
  }
  if (asked.includes("mod_quotatab.c")) {
    more.push((await import("../modules/quotatab/mod.ts")).quotatab);
  }
  if (asked.includes("mod_ratio.c")) more.push((await import("../modules/ratio/mod.ts")).ratio);
  if (more.length > 0) {
    const { prepareLogin } = wanted;
    wanted = {
      ...wanted,
      modules: [...wanted.modules, ...more],
      prepareLogin() {
        prepareLogin();
        for (const module of more) module.prepare?.();
      },
    };
  }
  if (overrides) {
    const { overridesWith } = await import("./ftpaccess.ts");
    wanted = { ...wanted, openOverrides: overridesWith(more) };
  }
  return wanted;
}

/**
 * Serves one client, in a process that was started for it; `args` are the numbers of the inherited
 * descriptors (`inheritedFrom`).
 */
export async function sessionRole(args: readonly string[]): Promise<void> {
  const { makeStage } = await prepareStages(args);
  serve(makeStage());
}

/**
 * Loads everything a session needs, then waits until the daemon hands over a client. Returns when the
 * daemon closes the socket instead.
 */
export async function spareRole(args: readonly string[]): Promise<void> {
  const { makeStage } = await prepareStages(args);
  const stage = makeStage();
  if (isGivenClient(stage)) serve(stage);
}

/**
 * What the daemon has handed down besides the snapshot: the notice, the socket for counts, the keys of
 * tickets, the table of TLS sessions and the board of staples; 0 for what there is not.
 */
function inheritedFrom(descriptors: readonly number[]): Inherited {
  const [notice, metrics, keys, table, staples] = descriptors.map((fd) =>
    fd === 0 ? undefined : fd
  );
  const sharedTls = keys === undefined ? undefined : { keys, table };
  return { notice, metrics, sharedTls, staples };
}

/** What the sessions of a configuration have in common. */
export interface Prepared {
  readonly handover: Handover;
  makeStage(): Stage;
}

/**
 * Does once what all sessions have in common of the configuration that `args` lead to, and opens the
 * libraries that they need, as root.
 */
export async function prepareStages(args: readonly string[]): Promise<Prepared> {
  const [descriptor, ...others] = args.map(Number);
  const inherited = inheritedFrom(others);
  const snapshot = Snapshot.inherited(descriptor);
  const main = new Scope([snapshot.server(0).section]);
  const behaviour = await behaviourFor(snapshot.handover, main.get(useReverseDNS));
  behaviour.prepareLogin();
  return {
    handover: snapshot.handover,
    makeStage: () => new Stage(snapshot, behaviour, inherited),
  };
}
