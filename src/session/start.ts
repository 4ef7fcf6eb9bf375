/**
 * A session from its first moment to its last: in the order of ProFTPD's developer guide, up to the
 * greeting, then command after command, then the goodbye.
 *
 * @module
 */

import type { Chain } from "../auth/mod.ts";
import { Scope } from "../config/mod.ts";
import { close } from "../libc/files.ts";
import { getppid, setDumpable, setNonBlocking } from "../libc/process.ts";
import { getpeername, getsockname, setsockopt, shutdown, SO, SOL, TCP } from "../libc/sockets.ts";
import { SysError } from "../libc/sys_error.ts";
import { kernelRoot } from "../fs/kernel_root.ts";
import { openSystemLog, type SystemLog } from "../log/mod.ts";
import { formatAddress, isMapped, parseAddress, type SocketAddress } from "../net/mod.ts";
import { assumeUser } from "../privilege/mod.ts";
import {
  foreignMessage,
  parseCommandLine,
  recogniseForeign,
  type Reply,
  reply,
} from "../protocol/mod.ts";
import { phaseAt, readShutdown, shutdownMessage } from "../shutdown/mod.ts";
import { Access } from "./access/mod.ts";
import { chooseServer } from "./choose_server.ts";
import { commandBufferSize, ControlConnection } from "./control.ts";
import { DataChannel } from "./data/channel.ts";
import { dispatch, Table } from "./dispatch.ts";
import type { Module } from "./module.ts";
import { peerName, useReverseDNS } from "./peer_name.ts";
import { Score } from "./score.ts";
import type { Endpoint, Session } from "./session.ts";
import { SessionEnd } from "./session_end.ts";
import { listenToSignals } from "./signals.ts";
import type { Snapshot } from "./snapshot_file.ts";
import { startSessionTimers } from "./timeouts.ts";
import { Timers } from "./timers.ts";
import { Waiter } from "./waiter.ts";

/** What a session does: handed down by the program, which knows all modules. */
export interface Behaviour {
  readonly modules: readonly Module[];
  /** The 220. */
  greeting(session: Session): Reply;
  /** The display name of the server that was chosen. */
  serverName(config: Scope): string;
  /** Opens the sources of users of a server. */
  openSources(config: Scope, log: SystemLog): Chain;
}

/**
 * Serves the client that is connected as descriptor 0 until one of both ends it. `notice` is the
 * descriptor in which the daemon leaves the text of a shutdown, if there is a daemon. Throws
 * `SysError` when descriptor 0 is no connection.
 */
export async function serve(
  snapshot: Snapshot,
  behaviour: Behaviour,
  notice: number | undefined,
): Promise<void> {
  const fd = 0;
  // Before anything secret is in memory: no other process of the same user may read it.
  setDumpable(false);
  const { handover } = snapshot;
  const local = demandAddress(getsockname(fd), "getsockname");
  const remote = demandAddress(getpeername(fd), "getpeername");
  setNonBlocking(fd, true);
  const log = openSystemLog(handover.log, handover.hostname);
  if (handover.identity) {
    const { uid, gid } = handover.identity;
    assumeUser({ uid, gid, groups: [gid] });
  }
  setsockopt(fd, SOL.TCP, TCP.NODELAY, 1);
  setsockopt(fd, SOL.SOCKET, SO.OOBINLINE, 1);
  setsockopt(fd, SOL.SOCKET, SO.KEEPALIVE, 1);

  const localIp = formatAddress(local);
  const clientIp = formatAddress(remote);
  log.aboutServer(localIp);
  log.aboutClient(clientIp, clientIp);
  const timers = new Timers();
  const waiter = new Waiter(timers);
  // A superserver listens where it likes: the main server answers there.
  const which = chooseServer(handover, localIp, local.port) ??
    (notice === undefined ? 0 : undefined);
  if (which === undefined) {
    const control = new ControlConnection(fd, waiter, 0);
    control.send(reply(500, `Sorry, no server available to handle request on ${localIp}`));
    log.notice(`no server available for ${localIp}:${local.port}`);
    return;
  }
  const main = new Scope([snapshot.server(0).section]);
  const section = which === 0 ? main.sections[0] : snapshot.server(which).section;
  const config = new Scope([section]);
  const name = await peerName(main.get(useReverseDNS), remote, clientIp);
  log.aboutClient(name, clientIp);
  const client: Endpoint = { address: remote, ip: clientIp, shown: clientIp, name };
  const here: Endpoint = {
    address: local,
    ip: localIp,
    shown: isMapped(local) ? `::ffff:${localIp}` : localIp,
    name: localIp,
  };
  const control = new ControlConnection(fd, waiter, config.get(commandBufferSize));

  const shut = readShutdown(handover.shutdownFile);
  const now = Date.now() / 1000;
  if (shut && phaseAt(shut.times, now) !== "announced") {
    if (shut.problem) log.error(`${handover.shutdownFile}: ${shut.problem}`);
    const text = shutdownMessage(shut.message, shut.times, {
      local: here.name,
      remote: client.name,
      serverName: behaviour.serverName(config),
    }, now);
    control.send(reply(500, `FTP server shut down (${text}) -- please try again later`));
    log.notice(`connection refused (${text}) from ${client.name} [${clientIp}]`);
    return;
  }

  const access = Access.atConnect(section, snapshot.classes(), client);
  if (!access.allowsConnection()) {
    log.notice(`Connection from ${client.name} [${clientIp}] denied`);
    return;
  }

  let chain: Chain | undefined;
  const session: Session = {
    client,
    local: here,
    masquerade: parseAddress(handover.masquerade[which] ?? ""),
    config,
    access,
    control,
    timers,
    waiter,
    table: new Table(),
    log,
    login: undefined,
    root: kernelRoot(),
    cwd: "/",
    transfer: undefined,
    score: new Score(),
    totals: { filesIn: 0, filesOut: 0, bytesIn: 0, bytesOut: 0 },
    displays: new Map(),
    // Opened when the first user names itself: a greeting should not wait for it.
    get auth() {
      return chain ??= behaviour.openSources(config, log);
    },
    get data() {
      return data;
    },
  };
  const data = new DataChannel(session);
  session.table.open(behaviour.modules, session);
  control.send(behaviour.greeting(session));
  log.info("FTP session opened.");
  listenToSignals(session, notice, behaviour.serverName(config));
  startSessionTimers(session);
  session.score.open(
    session,
    main,
    notice === undefined ? 0 : getppid(),
    behaviour.serverName(config),
  );
  try {
    await converse(session);
  } catch (error) {
    log.critical(
      `session ended by an internal error: ${error instanceof Error ? error.stack : String(error)}`,
    );
    throw error;
  } finally {
    session.table.close();
    session.score.close();
    data.reset();
    log.info("FTP session closed.");
    shutdown(fd, "both");
    close(fd);
  }
}

/** Command after command, until something throws the end of the session. */
async function converse(session: Session): Promise<void> {
  const { control, log, timers } = session;
  try {
    for (;;) {
      const { line } = await control.next();
      timers.restart("idle");
      if (line === undefined) {
        log.warning("client sent too-long command, ignoring");
        control.send(reply(500, "Command line too long"));
        continue;
      }
      const foreign = recogniseForeign(line);
      if (foreign) {
        log.notice(foreignMessage(foreign));
        return;
      }
      const request = parseCommandLine(line);
      if (request.verb === "") {
        control.send(reply(500, "Invalid command: try being more creative"));
      } else {
        await dispatch(session, request);
      }
    }
  } catch (error) {
    if (!(error instanceof SessionEnd)) throw error;
    log.debug(1, error.reason);
    if (error.farewell) await sayGoodbye(control, error.farewell);
  }
}

/** Sends the last reply, as far as the client takes it. */
async function sayGoodbye(control: ControlConnection, farewell: Reply): Promise<void> {
  try {
    control.send(farewell);
    await control.flush();
  } catch (error) {
    // A client that has gone, or a time-out that ran out as well: there is nothing left to end.
    if (!(error instanceof SessionEnd)) throw error;
  }
}

function demandAddress(address: SocketAddress | undefined, call: string): SocketAddress {
  if (address === undefined) throw new SysError(call, ENOTSOCK);
  return address;
}

/** "Socket operation on non-socket". */
const ENOTSOCK = 88;
