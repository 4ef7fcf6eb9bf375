/**
 * The state in which a session begins.
 *
 * @module
 */

import type { Section } from "../config/mod.ts";
import { kernelRoot } from "../fs/kernel_root.ts";
import { KeptRights } from "../privilege/mod.ts";
import type { Access } from "./access/mod.ts";
import type { ControlConnection } from "./control.ts";
import { DataChannel } from "./data/channel.ts";
import { Table } from "./dispatch.ts";
import { FileMask } from "./file_mask.ts";
import { KnownDirectories } from "./known_directories.ts";
import { loadedModules } from "./loaded_modules.ts";
import type { ServerChoice, ServerSettings } from "./server_choice.ts";
import { forClass, mainFor } from "./server_scope.ts";
import type { Endpoint, Session } from "./session.ts";
import type { Stage } from "./stage.ts";

/** What is known of a client who may stay. */
export interface Arrival {
  readonly client: Endpoint;
  /** Our own end of the connection. */
  readonly here: Endpoint;
  readonly control: ControlConnection;
  readonly servers: ServerChoice;
  /** The server that the address leads to. */
  readonly server: ServerSettings;
  /** What that lets the client do. */
  readonly access: Access;
  /** The `<Class>` sections. */
  readonly classes: readonly Section[];
}

/** The session of a client who has said nothing yet. */
export function newSession(
  { behaviour, inherited, isOnlooking, log, main, score, snapshot, timers, title, waiter }: Stage,
  { client, here, control, servers, server, access, classes }: Arrival,
): Session {
  let chain: Session["auth"] | undefined;
  const session: Session = {
    client,
    local: here,
    protocol: "ftp",
    masquerade: server.masquerade,
    tlsMasquerade: server.tlsMasquerade,
    ...forClass(server.section, server.config, access),
    isRehearsal: isOnlooking,
    main: mainFor(main, access),
    loadedModules: loadedModules(main),
    control,
    timers,
    waiter,
    table: new Table(),
    log,
    login: undefined,
    welcome: [],
    ident: undefined,
    classes,
    root: kernelRoot(),
    directories: new KnownDirectories(),
    fileMask: new FileMask(),
    cwd: "/",
    running: undefined,
    transfer: undefined,
    exchange: undefined,
    ending: undefined,
    notes: new Map(),
    environment: new Map(),
    copies: [],
    kept: new KeptRights([]),
    score,
    metrics: inherited?.metrics,
    sharedTls: inherited?.sharedTls,
    staples: inherited?.staples,
    servers,
    title,
    totals: { wireIn: 0, wireOut: 0, filesIn: 0, filesOut: 0, bytesIn: 0, bytesOut: 0 },
    spend: undefined,
    displays: new Map(),
    materialOf: (path) => snapshot.material(path),
    forgetSnapshot: () => snapshot.close(),
    openOverrides: () => behaviour.openOverrides?.(session),
    // Opened when the first user names itself: a greeting should not wait for it.
    get auth() {
      return chain ??= behaviour.openSources(session.config, main, log, client.name);
    },
    signOff: () => chain?.end(),
    forgetSources() {
      chain?.end();
      chain?.confine({ newRoot: false }); // which closes them
      chain = undefined;
    },
    get data() {
      return data;
    },
  };
  const data = new DataChannel(session);
  return session;
}
