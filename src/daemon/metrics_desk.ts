/**
 * The daemon's metrics: it takes what sessions have counted, counts what it does itself, and tells
 * both to whoever asks at the MetricsSocket.
 *
 * @module
 */

import type { BanTable } from "../bans/mod.ts";
import { ControlSocket, SocketRefused } from "../controls/mod.ts";
import { stringOf } from "../libc/bytes.ts";
import { POLL, type PollSet } from "../libc/poll.ts";
import { setInheritable } from "../libc/process.ts";
import { receive, socketpair } from "../libc/sockets.ts";
import { isSysError } from "../libc/sys_error.ts";
import {
  DAEMON_FAMILIES,
  type Family,
  formatPage,
  MOST_MESSAGE,
  type Reading,
  seriesOf,
  SESSION_FAMILIES,
  Totals,
} from "../metrics/mod.ts";
import type { SystemLog } from "../log/mod.ts";
import { BindError, Listener } from "../net/mod.ts";
import { asRoot } from "../privilege/mod.ts";
import type { Board, SessionRecord } from "../scoreboard/mod.ts";
import { phaseAt, readShutdown } from "../shutdown/mod.ts";
import { type MetricsPlace, metricsSocket } from "../settings/mod.ts";
import type { Loaded } from "./load.ts";
import { MetricsVisitor } from "./metrics_visitor.ts";
import { Shortage } from "./shortage.ts";

/** Clients that are served at a time; others wait in the kernel. */
const MOST_VISITORS = 4;

/** Messages of sessions that are taken before others get their turn. */
const MOST_MESSAGES = 256;

/** Permissions of the Unix socket: the daemon's user and group. */
const MODE = 0o660;

/** Milliseconds between looks at clients' time. */
const INTERVAL = 1000;

/** What the daemon tells of itself when it is asked. */
export interface MeasuredDaemon {
  readonly loaded: Loaded;
  readonly log: SystemLog;
  readonly version: string;
  readonly board: Board | undefined;
  /** How many sessions have a client, are being made for one, and wait for one. */
  readonly processes: {
    readonly session: number;
    readonly starting: number;
    readonly spare: number;
  };
  /** Who is banned; undefined where nobody is. */
  readonly bans: BanTable | undefined;
}

/** Where the metrics are kept and told. */
export class MetricsDesk {
  /** Descriptors that a poll set has to have room for. */
  static readonly DESCRIPTORS = 2 + MOST_VISITORS;

  readonly #totals = new Totals();
  readonly #started = Date.now() / 1000;
  readonly #buffer = new Uint8Array(MOST_MESSAGE);
  /** Our end of what sessions tell their counts by, and theirs. */
  #channel: { readonly ours: number; readonly theirs: number } | undefined;
  #socket: ControlSocket | Listener | undefined;
  #place: MetricsPlace | undefined;
  #visitors: MetricsVisitor[] = [];
  readonly #shortage = new Shortage();
  #watched: {
    channel?: number;
    socket?: number;
    visitors: readonly (readonly [MetricsVisitor, number])[];
  } = { visitors: [] };

  constructor(private readonly daemon: MeasuredDaemon) {}

  /** The descriptor that sessions of `loaded` inherit to tell their counts by; none where nobody asks. */
  channelFor({ main }: Loaded): number | undefined {
    if (main.get(metricsSocket) === undefined) return undefined;
    if (this.#channel === undefined) {
      const [ours, theirs] = socketpair("messages");
      setInheritable(theirs, true);
      this.#channel = { ours, theirs };
    }
    return this.#channel.theirs;
  }

  /**
   * Opens the socket that the configuration asks for, instead of another one. A place that cannot be
   * used is logged, and there is no socket then: the daemon serves on.
   */
  open(): void {
    const place = this.daemon.loaded.main.get(metricsSocket);
    if (this.#socket && JSON.stringify(place) === JSON.stringify(this.#place)) return;
    this.close();
    this.#place = place;
    if (place === undefined) return;
    try {
      this.#socket = asRoot(() => openAt(place));
    } catch (error) {
      const isPlace = error instanceof SocketRefused || error instanceof BindError;
      if (!isPlace && !isSysError(error)) throw error;
      this.daemon.log.error(`MetricsSocket: ${error.message}`);
    }
  }

  /** Closes the socket, and sends everybody away. */
  close(): void {
    for (const visitor of this.#visitors) visitor.close();
    this.#visitors = [];
    this.#watched = { visitors: [] };
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) asRoot(() => socket.close());
  }

  /** Counts something that the daemon has done. */
  count(family: Family, ...values: readonly string[]): void {
    this.#totals.add(family, values);
  }

  /** Milliseconds until something is due here; -1 for nothing. */
  get interval(): number {
    const isDeaf = this.#socket !== undefined && this.#watched.socket === undefined;
    return isDeaf || this.#visitors.length > 0 ? INTERVAL : -1;
  }

  /** Adds to `set` what there is to wait for. */
  addTo(set: PollSet): void {
    const hasRoom = this.#visitors.length < MOST_VISITORS && !this.#shortage.lasts;
    this.#watched = {
      ...this.#channel ? { channel: set.add(this.#channel.ours, POLL.IN) } : {},
      ...this.#socket && hasRoom ? { socket: set.add(this.#socket.fd, POLL.IN) } : {},
      visitors: this.#visitors.map((it) => [it, set.add(it.fd, it.events)] as const),
    };
  }

  /** Serves those to whom something has happened in `set`. */
  serve(set: PollSet): void {
    const { channel, socket, visitors } = this.#watched;
    const now = performance.now();
    if (channel !== undefined && set.events(channel) !== 0) this.#hearSessions();
    for (const [visitor, index] of visitors) {
      const happened = set.events(index) !== 0;
      if (happened && this.#attend(visitor) || now >= visitor.due) this.#dismiss(visitor);
    }
    if (socket !== undefined && set.events(socket) !== 0) this.#welcome();
  }

  #hearSessions(): void {
    for (let count = 0; this.#channel && count < MOST_MESSAGES; count++) {
      const size = receive(this.#channel.ours, this.#buffer);
      if (size === undefined) return;
      this.#totals.absorb(stringOf(this.#buffer.subarray(0, size)));
    }
  }

  #welcome(): void {
    try {
      const fd = this.#socket?.accept();
      if (fd !== undefined) this.#visitors.push(new MetricsVisitor(fd));
    } catch (error) {
      if (!isSysError(error)) throw error;
      this.daemon.log.error(`MetricsSocket: unable to accept a client: ${error.message}`);
      this.#shortage.begin();
    }
  }

  /** Lets a client go on; true when it is done with. */
  #attend(visitor: MetricsVisitor): boolean {
    try {
      return visitor.attend(() => formatPage(this.#readings()));
    } catch (error) {
      if (!isSysError(error)) throw error; // else it has gone
      return true;
    }
  }

  #dismiss(visitor: MetricsVisitor): void {
    visitor.close();
    this.#visitors = this.#visitors.filter((it) => it !== visitor);
  }

  #readings(): Reading[] {
    this.#hearSessions();
    const { version, processes, bans, board, loaded } = this.daemon;
    const { connections, crashes, reloads, dropped } = DAEMON_FAMILIES;
    return [
      gauge(DAEMON_FAMILIES.info, 1, version),
      gauge(DAEMON_FAMILIES.start, this.#started),
      { family: DAEMON_FAMILIES.sessions, values: sessionsBy(board?.sessions() ?? []) },
      {
        family: DAEMON_FAMILIES.processes,
        values: Object.entries(processes).map(([kind, count]) =>
          [seriesOf(DAEMON_FAMILIES.processes, [kind]), count] as const
        ),
      },
      gauge(DAEMON_FAMILIES.bans, bans?.bans().length ?? 0),
      gauge(DAEMON_FAMILIES.shutdown, shutdownState(loaded.handover.shutdownFile)),
      ...[connections, crashes, reloads, ...Object.values(SESSION_FAMILIES), dropped].map((
        family,
      ) => ({ family, values: this.#totals.of(family) })),
    ];
  }
}

function openAt(place: MetricsPlace): ControlSocket | Listener {
  if ("path" in place) return ControlSocket.open(place.path, MODE, undefined);
  const { address } = place;
  return Listener.open({ address, port: address.port }, { useIPv6: true, backlog: MOST_VISITORS });
}

function gauge(family: Family, value: number, ...labels: readonly string[]): Reading {
  return { family, values: [[seriesOf(family, labels), value]] };
}

/** How many sessions there are, by state and server. */
function sessionsBy(records: readonly SessionRecord[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const record of records) {
    const series = seriesOf(DAEMON_FAMILIES.sessions, [stateOf(record), record.serverName]);
    counts.set(series, (counts.get(series) ?? 0) + 1);
  }
  return [...counts];
}

function stateOf({ loggedIn, transfer, idleBegin }: SessionRecord): string {
  if (!loggedIn) return "authenticating";
  if (transfer !== "") return "transferring";
  return idleBegin === 0 ? "running" : "idle";
}

/** As a number, since states are told from each other by comparing numbers. */
function shutdownState(file: string): number {
  const shutdown = readShutdown(file);
  if (!shutdown) return 0;
  return { announced: 1, denying: 2, disconnecting: 3 }[phaseAt(shutdown.times, Date.now() / 1000)];
}
