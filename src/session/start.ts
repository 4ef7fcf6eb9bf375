/**
 * A session with its client, from the first look at the connection to the goodbye: in the order of
 * ProFTPD's developer guide.
 *
 * @module
 */

import { at, type Scope, type Section } from "../config/mod.ts";
import { errno } from "../libc/errno.ts";
import { close } from "../libc/files.ts";
import { setNonBlocking } from "../libc/process.ts";
import { getpeername, getsockname, setsockopt, shutdown, SO, SOL } from "../libc/sockets.ts";
import { isSysError, SysError } from "../libc/sys_error.ts";
import { kernelRoot } from "../fs/kernel_root.ts";
import { formatAddress, isMapped, type SocketAddress } from "../net/mod.ts";
import { KeptRights, limitResources } from "../privilege/mod.ts";
import { reply } from "../protocol/mod.ts";
import { resourceLimits } from "../settings/mod.ts";
import { phaseAt, readShutdown, shutdownMessage } from "../shutdown/mod.ts";
import { Access, decisionText } from "./access/mod.ts";
import { commandBufferSize, ControlConnection } from "./control.ts";
import { converse, sayGoodbye, untilEnd } from "./converse.ts";
import { DataChannel } from "./data/channel.ts";
import { Table } from "./dispatch.ts";
import { KnownDirectories } from "./known_directories.ts";
import { loadedModules } from "./loaded_modules.ts";
import { forClass, mainFor } from "./server_scope.ts";
import { lookUpIdent } from "./ident_lookup.ts";
import { peerName } from "./peer_name.ts";
import { ServerChoice } from "./server_choice.ts";
import type { Endpoint, Session } from "./session.ts";
import { INTERNAL_ERROR, SessionEnd } from "./session_end.ts";
import { setSocketOptions } from "./socket_options.ts";
import type { Behaviour, Stage } from "./stage.ts";
import { startSessionTimers } from "./timeouts.ts";

/** The descriptor that a client is found at, as under a superserver. */
const CLIENT = 0;

/**
 * Serves the client that is connected as descriptor 0 until one of both ends it. Throws `SysError`
 * (ENOTSOCK) when descriptor 0 is no connection.
 */
export function serve(stage: Stage): void {
  try {
    const connection = takeConnection();
    if (connection === undefined) return stage.log.debug(1, "the client has gone already");
    const session = welcome(stage, connection);
    if (session) accompany(session, stage);
  } finally {
    shutdown(CLIENT, "both");
    close(CLIENT);
  }
}

/** The two ends of a connection and the descriptor that is our side of it. */
export interface Connection {
  readonly fd: number;
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  /** Makes the connection as the settings of its server want it. */
  setOptions(config: Scope): void;
}

/** Looks at the connection of the client and makes it ready; undefined for one who has gone. */
function takeConnection(): Connection | undefined {
  const local = demandAddress(getsockname(CLIENT), "getsockname");
  const remote = remoteAddress();
  if (remote === undefined) return undefined;
  setNonBlocking(CLIENT, true);
  setsockopt(CLIENT, SOL.SOCKET, SO.OOBINLINE, 1);
  const setOptions = (config: Scope) => setSocketOptions(CLIENT, config);
  return { fd: CLIENT, local, remote, setOptions };
}

function remoteAddress(): SocketAddress | undefined {
  try {
    return demandAddress(getpeername(CLIENT), "getpeername");
  } catch (error) {
    if (isSysError(error, "ENOTCONN")) return undefined;
    throw error;
  }
}

/** The session of the client, or undefined for one that is sent away, which is then done. */
export function welcome(
  stage: Stage,
  connection: Connection,
): Session | undefined {
  const { behaviour, handover, log, snapshot, timers, waiter } = stage;
  const { fd, local, remote } = connection;
  const here = endpointOf(local);
  const clientIp = formatAddress(remote);
  log.aboutServer(here.ip);
  log.aboutClient(clientIp, clientIp);
  const choice = new ServerChoice(stage, here);
  const server = choice.first;
  if (server === undefined) {
    log.notice(`no server available for ${here.ip}:${local.port}`);
    const text = `Sorry, no server available to handle request on ${here.ip}`;
    sayGoodbye(new ControlConnection(fd, waiter, 0), reply(500, text));
    return undefined;
  }
  const { section, config } = server;
  choice.heed(config, log);
  connection.setOptions(config);
  log.debug(
    7,
    () =>
      `server '${behaviour.serverName(config)}' chosen for ${here.ip}:${local.port}: ` +
      choice.because,
  );
  const { findName } = behaviour;
  if (!findName) log.debug(10, "UseReverseDNS off, returning IP address instead of DNS name");
  const name = peerName(findName, remote, clientIp);
  log.aboutClient(name, clientIp);
  if (findName) log.debug(10, () => `UseReverseDNS on: ${clientIp} is called ${name}`);
  const client: Endpoint = { ...endpointOf(remote), name };
  stage.title.connected(client);
  const control = new ControlConnection(fd, waiter, config.get(commandBufferSize));

  const refusal = shutdownRefusal(stage, config, here, client);
  if (refusal !== undefined) {
    sayGoodbye(control, reply(500, `FTP server shut down (${refusal}) -- please try again later`));
    log.notice(`connection refused (${refusal}) from ${name} [${clientIp}]`);
    return undefined;
  }
  log.debug(7, () => `no shutdown announced by ${handover.shutdownFile} stands in the way`);
  const classes = snapshot.classes();
  const atConnect = Access.atConnect(section, classes, client);
  const decision = atConnect.decisionAtConnect();
  log.debug(8, () => `LOGIN from ${name} [${clientIp}]: ${decisionText(decision)}`);
  if (!decision.allowed) {
    log.notice(`Connection from ${name} [${clientIp}] denied`);
    return undefined;
  }

  log.debug(2, () => classText(atConnect.classSection));

  let chain: Session["auth"] | undefined;
  const session: Session = {
    client,
    local: here,
    protocol: "ftp",
    masquerade: server.masquerade,
    tlsMasquerade: server.tlsMasquerade,
    ...forClass(section, config, atConnect),
    isRehearsal: stage.isOnlooking,
    main: mainFor(stage.main, atConnect),
    loadedModules: loadedModules(stage.main),
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
    cwd: "/",
    running: undefined,
    transfer: undefined,
    exchange: undefined,
    ending: undefined,
    notes: new Map(),
    environment: new Map(),
    copies: [],
    kept: new KeptRights([]),
    score: stage.score,
    metrics: stage.inherited?.metrics,
    sharedTls: stage.inherited?.sharedTls,
    staples: stage.inherited?.staples,
    servers: choice,
    title: stage.title,
    totals: { wireIn: 0, wireOut: 0, filesIn: 0, filesOut: 0, bytesIn: 0, bytesOut: 0 },
    spend: undefined,
    displays: new Map(),
    materialOf: (path) => snapshot.material(path),
    forgetSnapshot: () => snapshot.close(),
    openOverrides: () => behaviour.openOverrides?.(session),
    // Opened when the first user names itself: a greeting should not wait for it.
    get auth() {
      return chain ??= behaviour.openSources(session.config, stage.main, log, client.name);
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

/** Greets, converses, and leaves nothing behind. */
function accompany(session: Session, stage: Stage): void {
  const { behaviour, inherited, signals } = stage;
  const { data, log, score, table } = session;
  let welcome = false;
  try {
    log.debug(7, "performing module session initializations");
    table.open(behaviour.modules, session);
    welcome = isAdmitted(session, stage);
    if (!welcome || !untilEnd(session, () => receive(session, behaviour))) return;
    signals.concern(session, inherited?.notice);
    startSessionTimers(session);
    stage.complete();
    score.claim(session);
    converse(session);
  } catch (error) {
    session.ending ??= new SessionEnd(INTERNAL_ERROR);
    log.critical(
      `session ended by an internal error: ${error instanceof Error ? error.stack : String(error)}`,
    );
    throw error;
  } finally {
    table.close();
    session.signOff();
    score.close();
    data.reset();
    if (welcome) log.info("FTP session closed.");
  }
}

/** Does what comes before the greeting, and greets. Throws `SessionEnd`. */
function receive(session: Session, behaviour: Behaviour): void {
  const { client, config, control, local, log, table } = session;
  session.ident = lookUpIdent(session);
  log.debug(7, "setting resource limits");
  for (const note of limitResources(resourceLimits(config, "session"))) log.warning(note);
  log.debug(4, () => `connected - local  : ${local.ip}:${local.address.port}`);
  log.debug(4, () => `connected - remote : ${client.ip}:${client.address.port}`);
  log.info("FTP session opened.");
  for (const greet of table.greeters) greet();
  control.send(behaviour.greeting(session));
}

/** Whether the modules let the client stay; it has been told if not. */
function isAdmitted(session: Session, stage: Stage): boolean {
  const { admissions, refusals } = session.table;
  if (admissions.length + refusals.length === 0) return true;
  return untilEnd(session, () => {
    for (const refuse of refusals) refuse();
    if (admissions.length === 0) return;
    // Whoever counts clients needs the scoreboard now; otherwise it waits until they are greeted.
    stage.complete();
    for (const admit of admissions) admit();
  });
}

/** The class of a client, in the original's words. */
function classText(section: Section | undefined): string {
  if (section === undefined) return "session requested from client in unknown class";
  return `session requested from client in '${section.args[0]}' class, <Class> ${at(section)}`;
}

/** The text for a client who comes while the server is shut down; undefined while it is not. */
function shutdownRefusal(
  { behaviour, handover, log }: Stage,
  config: Scope,
  local: Endpoint,
  client: Endpoint,
): string | undefined {
  const shut = readShutdown(handover.shutdownFile);
  const now = Date.now() / 1000;
  if (!shut || phaseAt(shut.times, now) === "announced") return undefined;
  if (shut.problem) log.error(`${handover.shutdownFile}: ${shut.problem}`);
  const audience = {
    local: local.name,
    remote: client.name,
    serverName: behaviour.serverName(config),
  };
  return shutdownMessage(shut.message, shut.times, audience, now);
}

function endpointOf(address: SocketAddress): Endpoint {
  const ip = formatAddress(address);
  return { address, ip, shown: isMapped(address) ? `::ffff:${ip}` : ip, name: ip };
}

function demandAddress(address: SocketAddress | undefined, call: string): SocketAddress {
  if (address === undefined) throw new SysError(call, errno.ENOTSOCK);
  return address;
}
