/**
 * The daemon's control socket in its one poll loop: who connects is known by the kernel, one request
 * is read and answered, and nobody is waited for.
 *
 * @module
 */

import {
  type Answer,
  ControlSocket,
  FrameRefused,
  type Peer,
  type SocketOwner,
  SocketRefused,
} from "../../controls/mod.ts";
import { bytesOf } from "../../libc/bytes.ts";
import { POLL, type PollSet } from "../../libc/poll.ts";
import { getpid, kill } from "../../libc/process.ts";
import { SIGNAL } from "../../libc/signals.ts";
import { send } from "../../libc/sockets.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { close } from "../../libc/files.ts";
import { getgrnam, getpwnam } from "../../libc/users.ts";
import { LogFileRefused, openSystemLog, type SystemLog } from "../../log/mod.ts";
import { asRoot } from "../../privilege/mod.ts";
import {
  controlsEngine,
  controlsLog,
  controlsSocket,
  controlsSocketOwner,
  MOST_CONTROL_CLIENTS,
} from "../../settings/mod.ts";
import { perform } from "./actions.ts";
import { failed } from "./answers.ts";
import type { Controlled, ControlledDaemon } from "./controlled.ts";
import { CLOSED, deskRulesOf } from "./desk_rules.ts";
import { Peers } from "./peers.ts";
import { Shortage } from "../shortage.ts";
import { ServerStates } from "./server_states.ts";
import { Visitor } from "./visitor.ts";

/** Only root opens the socket, or its owner and group; with a ControlsSocketACL that one decides. */
const MODE = { owned: 0o660, byRule: 0o666 } as const;

/** Milliseconds between looks at clients' time, and at a daemon that is about to end. */
const INTERVAL = 1000;

/** The desk where ftpdctl is served. */
export class ControlsDesk {
  /** Descriptors that a poll set has to have room for. */
  static readonly DESCRIPTORS = 1 + MOST_CONTROL_CLIENTS;

  #socket: ControlSocket | undefined;
  #rules = CLOSED;
  #log: SystemLog | undefined;
  #visitors: Visitor[] = [];
  readonly #shortage = new Shortage();
  readonly #peers = new Peers();
  /** Where they are in the poll set: the socket, and those who were there then. */
  #watched: { socket: number | undefined; visitors: readonly (readonly [Visitor, number])[] } = {
    socket: undefined,
    visitors: [],
  };
  #states = new ServerStates();
  readonly #disabled = new Set<string>();
  #restarts = -1;
  /** The moment (monotonic, ms) when a graceful end is over. */
  #end: number | undefined;

  constructor(private readonly daemon: ControlledDaemon) {}

  /**
   * Opens the socket that the configuration asks for, instead of the one before. A place that cannot
   * be used is logged, and there is no socket then: the daemon serves on.
   */
  open(): void {
    this.close();
    this.#restarts++;
    this.#peers.forget();
    this.#states = new ServerStates();
    this.#disabled.clear();
    this.#states.closed = this.#end !== undefined;
    const { loaded } = this.daemon;
    const { main, handover } = loaded;
    if (!main.get(controlsEngine)) return;
    this.#rules = deskRulesOf(loaded);
    const path = main.get(controlsSocket);
    const file = main.get(controlsLog);
    try {
      asRoot(() => {
        const mode = this.#rules.isByRule ? MODE.byRule : MODE.owned;
        this.#socket = ControlSocket.open(path, mode, ownerOf(main.get(controlsSocketOwner), path));
        if (file === undefined) return;
        const place = { ...handover.log, systemLog: file, standardError: false, level: "info" };
        this.#log = openSystemLog(place, handover.hostname, "daemon");
      });
      this.daemon.log.debug(3, `listening for ftpdctl at ${path}`, "ctrls");
    } catch (error) {
      const isPlace = error instanceof SocketRefused || error instanceof LogFileRefused;
      if (!isPlace && !isSysError(error)) throw error;
      this.close();
      const why = error instanceof LogFileRefused
        ? `unable to open ControlsLog '${error.path}': ${error.reason}`
        : error.message;
      this.daemon.log.error(`mod_ctrls: ${why}`);
    }
  }

  /** Closes and removes the socket, and sends everybody away. */
  close(): void {
    for (const visitor of this.#visitors) visitor.close();
    this.#visitors = [];
    this.#watched = { socket: undefined, visitors: [] };
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) asRoot(() => socket.close());
    this.#log?.close();
    this.#log = undefined;
    this.#rules = CLOSED;
  }

  /** Milliseconds until something is due here; -1 for nothing. */
  get interval(): number {
    const isDeaf = this.#socket !== undefined && this.#watched.socket === undefined;
    return isDeaf || this.#visitors.length > 0 || this.#end !== undefined ? INTERVAL : -1;
  }

  /** Adds to `set` what there is to wait for. Clients over ControlsMaxClients wait in the kernel. */
  addTo(set: PollSet): void {
    const hasRoom = this.#visitors.length < this.#rules.mostClients && !this.#shortage.lasts;
    this.#watched = {
      socket: this.#socket && hasRoom ? set.add(this.#socket.fd, POLL.IN) : undefined,
      visitors: this.#visitors.map((it) => [it, set.add(it.fd, it.events)] as const),
    };
  }

  /** Serves those to whom something has happened in `set`. */
  serve(set: PollSet): void {
    const { socket, visitors } = this.#watched;
    const now = performance.now();
    for (const [visitor, index] of visitors) {
      const happened = set.events(index) !== 0;
      if (happened && this.#attend(visitor) || now >= visitor.due) this.#dismiss(visitor);
    }
    if (socket !== undefined && set.events(socket) !== 0) this.#welcome();
    if (this.#end !== undefined && (now >= this.#end || this.daemon.sessions.length === 0)) {
      this.#end = undefined;
      kill(getpid(), SIGNAL.TERM);
    }
  }

  /** Whether a new client of the FTP server is sent away, which is done here then. */
  turnsAway(connection: number): boolean {
    const refusal = this.#states.refusal(connection, this.daemon.loaded.bindings.bindings);
    if (refusal === undefined) return false;
    try {
      send(connection, bytesOf(refusal));
    } catch (error) {
      if (!isSysError(error)) throw error; // else the client has gone already
    }
    close(connection);
    return true;
  }

  /** Takes one client from the socket; the next turn takes the next one. */
  #welcome(): void {
    let fd: number | undefined;
    try {
      fd = this.#socket?.accept();
      if (fd === undefined) return;
      const peer = this.#peers.of(fd);
      if (peer === undefined) {
        close(fd);
        this.daemon.log.notice("mod_ctrls: too many different users, access denied");
        return;
      }
      const visitor = new Visitor(fd, peer);
      this.#visitors.push(visitor);
      const who = nameOf(visitor.peer);
      if (this.#rules.admits(visitor.peer)) {
        this.#log?.info(`accepted connection from ${who} client`);
        return;
      }
      // Not a byte of theirs is read.
      this.#log?.warning(`access denied for ${who} client`);
      this.daemon.log.notice(`mod_ctrls: access denied for ${who} client`);
      if (visitor.answer(failed("access denied"))) this.#dismiss(visitor);
    } catch (error) {
      if (!isSysError(error)) throw error;
      this.daemon.log.error(`mod_ctrls: unable to accept a client: ${error.message}`);
      this.#shortage.begin();
      const visitor = this.#visitors.find((it) => it.fd === fd);
      if (visitor) this.#dismiss(visitor);
      else if (fd !== undefined) close(fd);
    }
  }

  /** Lets a client go on; true when it is done with. */
  #attend(visitor: Visitor): boolean {
    try {
      if (visitor.isAnswered) return visitor.goOn();
      const words = visitor.hear();
      if (words === undefined) return false;
      return words === "gone" || visitor.answer(this.#answer(visitor.peer, words));
    } catch (error) {
      if (!(error instanceof FrameRefused) && !isSysError(error)) throw error;
      this.#log?.warning(
        `unreadable request from ${nameOf(visitor.peer)} client: ${error.message}`,
      );
      return true;
    }
  }

  #answer(peer: Peer, words: readonly string[]): Answer {
    const who = nameOf(peer);
    this.#log?.info(`recvd from ${who} client: '${words.join(" ")}'`);
    const answer = this.#rules.allows(words, peer)
      ? perform(words, this.#controlled(peer), this.#rules.offered)
      : failed("access denied");
    for (const line of answer.lines) this.#log?.info(`sent to ${who} client: '${line}'`);
    return answer;
  }

  #controlled({ user, uid }: Peer): Controlled {
    const { daemon } = this;
    return {
      loaded: daemon.loaded,
      log: daemon.log,
      board: daemon.board,
      bans: daemon.bans,
      tlsSessions: daemon.tlsSessions,
      removeTlsSessions: () => daemon.removeTlsSessions(),
      noteBan: (line) => daemon.noteBan(line),
      enforceBans: () => daemon.enforceBans(),
      asker: user === "" ? `${uid}` : user,
      sessions: daemon.sessions,
      directives: daemon.directives,
      modules: daemon.modules,
      disabled: this.#disabled,
      setDebugLevel: (level) => daemon.setDebugLevel(level),
      setReverseDNS: (looksUp) => daemon.setReverseDNS(looksUp),
      states: this.#states,
      restarts: this.#restarts,
      endGracefully: (seconds) => {
        this.#states.closed = true;
        this.#end = performance.now() + seconds * 1000;
      },
    };
  }

  #dismiss(visitor: Visitor): void {
    visitor.close();
    this.#visitors = this.#visitors.filter((it) => it !== visitor);
  }
}

/** How the log calls a client. */
function nameOf({ user, uid }: Peer): string {
  return `${user === "" ? "(unknown)" : user}/${uid}`;
}

/** The ids behind the names of ControlsSocketOwner. Throws `SocketRefused` for unknown ones. */
function ownerOf(
  names: { readonly user: string; readonly group: string } | undefined,
  path: string,
): SocketOwner | undefined {
  if (!names) return undefined;
  const user = getpwnam(names.user);
  const group = getgrnam(names.group);
  if (!user) throw new SocketRefused(path, `there is no user '${names.user}'`);
  if (!group) throw new SocketRefused(path, `there is no group '${names.group}'`);
  return { uid: user.uid, gid: group.gid };
}
