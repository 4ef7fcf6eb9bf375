/**
 * A session with its client, from the first look at the connection to the goodbye: in the order of
 * ProFTPD's developer guide.
 *
 * @module
 */

import type { Scope } from "../config/mod.ts";
import { errno } from "../libc/errno.ts";
import { close } from "../libc/files.ts";
import { setNonBlocking } from "../libc/process.ts";
import { getpeername, getsockname, setsockopt, shutdown, SO, SOL } from "../libc/sockets.ts";
import { isSysError, SysError } from "../libc/sys_error.ts";
import type { SocketAddress } from "../net/mod.ts";
import { limitResources } from "../privilege/mod.ts";
import { resourceLimits } from "../settings/mod.ts";
import { converse, untilEnd } from "./converse.ts";
import { lookUpIdent } from "./ident_lookup.ts";
import type { Session } from "./session.ts";
import { INTERNAL_ERROR, SessionEnd } from "./session_end.ts";
import { setSocketOptions } from "./socket_options.ts";
import type { Behaviour, Stage } from "./stage.ts";
import { startSessionTimers } from "./timeouts.ts";
import { type Connection, welcome } from "./welcome.ts";

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
    session.waiter.beforeRest(() => {
      score.show();
      session.title.show(session);
    });
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

function demandAddress(address: SocketAddress | undefined, call: string): SocketAddress {
  if (address === undefined) throw new SysError(call, errno.ENOTSOCK);
  return address;
}
