/**
 * The first look at a client: which server it has come to, and whether it may stay there.
 *
 * @module
 */

import { at, type Scope, type Section } from "../config/mod.ts";
import { formatAddress, isMapped, type SocketAddress } from "../net/mod.ts";
import { reply } from "../protocol/mod.ts";
import { phaseAt, readShutdown, shutdownMessage } from "../shutdown/mod.ts";
import { Access, decisionText } from "./access/mod.ts";
import { commandBufferSize, ControlConnection } from "./control.ts";
import { sayGoodbye } from "./converse.ts";
import { newSession } from "./new_session.ts";
import { peerName } from "./peer_name.ts";
import { ServerChoice } from "./server_choice.ts";
import type { Endpoint, Session } from "./session.ts";
import type { Stage } from "./stage.ts";

/** The two ends of a connection and the descriptor that is our side of it. */
export interface Connection {
  readonly fd: number;
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  /** Makes the connection as the settings of its server want it. */
  setOptions(config: Scope): void;
}

/**
 * The session of the client; undefined for one that is sent away, which is then done: where no server
 * answers, or it is shut down (500), or `<Limit LOGIN>` denies the connection (without a word).
 */
export function welcome(stage: Stage, connection: Connection): Session | undefined {
  const { behaviour, handover, log, snapshot, waiter } = stage;
  const { fd, local, remote } = connection;
  const here = endpointOf(local);
  const clientIp = formatAddress(remote);
  log.aboutServer(here.ip);
  log.aboutClient(clientIp, clientIp);
  const servers = new ServerChoice(stage, here);
  const server = servers.first;
  if (server === undefined) {
    log.notice(`no server available for ${here.ip}:${local.port}`);
    const text = `Sorry, no server available to handle request on ${here.ip}`;
    sayGoodbye(new ControlConnection(fd, waiter, 0), reply(500, text));
    return undefined;
  }
  const { section, config } = server;
  servers.heed(config, log);
  connection.setOptions(config);
  log.debug(
    7,
    () =>
      `server '${behaviour.serverName(config)}' chosen for ${here.ip}:${local.port}: ` +
      servers.because,
  );
  const name = nameOf(stage, remote, clientIp);
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
  const access = Access.atConnect(section, classes, client);
  const decision = access.decisionAtConnect();
  log.debug(8, () => `LOGIN from ${name} [${clientIp}]: ${decisionText(decision)}`);
  if (!decision.allowed) {
    log.notice(`Connection from ${name} [${clientIp}] denied`);
    return undefined;
  }
  log.debug(2, () => classText(access.classSection));
  return newSession(stage, { client, here, control, servers, server, access, classes });
}

/** The client's name for the logs: its address, unless `UseReverseDNS` finds another. */
function nameOf({ behaviour, log }: Stage, remote: SocketAddress, ip: string): string {
  const { findName } = behaviour;
  if (!findName) log.debug(10, "UseReverseDNS off, returning IP address instead of DNS name");
  const name = peerName(findName, remote, ip);
  log.aboutClient(name, ip);
  if (findName) log.debug(10, () => `UseReverseDNS on: ${ip} is called ${name}`);
  return name;
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
