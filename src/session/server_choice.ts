/**
 * The server that a session is with: chosen by its address when the client connects, and by its name
 * when the client sends HOST (RFC 7151) or names it in its TLS hello (SNI, RFC 6066).
 *
 * @module
 */

import type { Scope, Section } from "../config/mod.ts";
import type { Binding } from "../config/handover.ts";
import { levelsOf } from "../log/mod.ts";
import { parseAddress, type SocketAddress } from "../net/mod.ts";
import { limitResources } from "../privilege/mod.ts";
import { debugLevel, resourceLimits, serverName, syslogLevel } from "../settings/mod.ts";
import { Access } from "./access/mod.ts";
import {
  type Choice,
  chooseServer,
  type NamedServer,
  serverNamed,
  serversAt,
} from "./choose_server.ts";
import { logWhereServerDoes } from "./server_log.ts";
import { forClass, serverScope } from "./server_scope.ts";
import type { Endpoint, Session } from "./session.ts";
import type { Stage } from "./stage.ts";

/** What follows from the choice of a server. */
export interface ServerSettings {
  readonly section: Section;
  readonly config: Scope;
  /** What PASV tells instead of our own address. */
  readonly masquerade: SocketAddress | undefined;
  /** The same where the control connection is protected. */
  readonly tlsMasquerade: SocketAddress | undefined;
}

/** The servers that the connection of one session can be with. */
export class ServerChoice {
  #index: number | undefined;
  #hostName: string | undefined;
  #settled: { readonly name: string | undefined } | undefined;
  /** Why the first one was chosen, for the log. */
  readonly because: string;

  /** `here` is the session's own end of the connection. */
  constructor(private readonly stage: Stage, private readonly here: Endpoint) {
    const choice = this.#at(here.ip, here.address.port);
    this.#index = choice?.server;
    this.because = choice?.because ?? "";
  }

  /** The settings of the server that the address leads to; undefined when there is none. */
  get first(): ServerSettings | undefined {
    return this.#index === undefined ? undefined : this.#settingsOf(this.#index);
  }

  /** Whether the server of this session is among those that answer at an address and port. */
  answersAt(ip: string, port: number): boolean {
    const { bindings } = serversAt(this.stage.handover, ip, port);
    if (bindings.length === 0) return this.#at(ip, port)?.server === this.#index;
    return bindings.some(({ server }) => server === this.#index);
  }

  /** Whether the server shares the session's address and port with others. */
  get isShared(): boolean {
    return this.#candidates.length > 1;
  }

  /** Where its server is to be found, as ftpdctl names it: the address (`*` for all) and the port. */
  get place(): { readonly address: string; readonly port: number } {
    const { handover } = this.stage;
    const { ip, address: { port } } = this.here;
    return handover.bindings.find(({ server }) => server === this.#index) ?? { address: ip, port };
  }

  /** Whether any but the main server, which is there for all others, has a name. */
  get isByName(): boolean {
    return this.#candidates.some(({ server, names = [] }) => server !== 0 && names.length > 0);
  }

  /** The name that HOST has led to a server by; undefined before. */
  get hostName(): string | undefined {
    return this.#hostName;
  }

  /**
   * What the client's TLS hello has settled: the only name that HOST may say from then on, undefined
   * for none. Undefined before TLS.
   */
  get settled(): { readonly name: string | undefined } | undefined {
    return this.#settled;
  }

  /** Notes that the client has begun with TLS and calls its server `name`. */
  settle(name: string | undefined): void {
    this.#settled = { name };
  }

  /** The settings of a server that was found by its name. */
  configOf({ server }: NamedServer): Scope {
    return this.#settingsOf(server).config;
  }

  /** Notes that the client has called its server `name` by HOST. */
  noteHost(name: string): void {
    this.#hostName = name;
  }

  /** The server that is called `name`, if it answers where the client has connected. */
  named(name: string): NamedServer | undefined {
    return serverNamed(this.#candidates, name);
  }

  /**
   * Puts `session` under the settings of the server that was asked for, by `means`; nobody may be
   * logged in.
   * Throws `SessionEnd` when the client may not be there.
   */
  move(session: Session, { server, alias }: NamedServer, means: string): void {
    if (server === this.#index) return;
    const { log, client, score, table } = session;
    this.#index = server;
    const settings = this.#settingsOf(server);
    const title = settings.config.get(serverName);
    log.debug(
      0,
      `Changing to server '${title}' (ServerAlias ${alias}) due to ${means}`,
      "binding",
    );
    session.masquerade = settings.masquerade;
    session.tlsMasquerade = settings.tlsMasquerade;
    const access = Access.atConnect(settings.section, session.classes, client);
    Object.assign(session, forClass(settings.section, settings.config, access));
    session.forgetSources();
    this.heed(settings.config, log);
    for (const note of limitResources(resourceLimits(settings.config, "session"))) {
      log.warning(note);
    }
    score.nameServer(title);
    for (const tell of table.moves) tell();
  }

  /** Lets through to the log what the settings of a server want to have there. */
  heed(config: Scope, log: Session["log"]): void {
    const { handover, isOnlooking } = this.stage;
    if (!isOnlooking) logWhereServerDoes(config, handover, log);
    if (this.#index === 0 && !this.isShared) return; // it is so already
    log.letThrough(levelsOf({
      ...handover.log,
      level: config.get(syslogLevel),
      debugLevel: config.get(debugLevel) ?? handover.log.usualDebugLevel,
    }));
  }

  get #candidates(): readonly Binding[] {
    const { ip, address } = this.here;
    return serversAt(this.stage.handover, ip, address.port).bindings;
  }

  #at(ip: string, port: number): Choice | undefined {
    const { handover, inherited } = this.stage;
    // A superserver listens where it likes: the main server answers there.
    return chooseServer(handover, ip, port) ??
      (inherited === undefined ? { server: 0, because: "the port is no server's" } : undefined);
  }

  #settingsOf(index: number): ServerSettings {
    const { handover, main, snapshot } = this.stage;
    const section = index === 0 ? main.sections[0] : snapshot.server(index).section;
    return {
      section,
      config: serverScope(section, main.sections[0]),
      masquerade: parseAddress(handover.masquerade[index] ?? ""),
      tlsMasquerade: parseAddress(handover.tlsMasquerade[index] ?? ""),
    };
  }
}
