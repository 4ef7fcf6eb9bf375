/**
 * The metrics of this server: their names, which are documented and stay, and what they mean.
 *
 * @module
 */

/** What Prometheus calls a metric family. */
export interface Family {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  /** The labels of each of its series, in this order; `le` of a histogram's buckets besides. */
  readonly labels: readonly string[];
}

/** Upper bounds of the buckets for the duration of transfers, in seconds. */
export const DURATION_BUCKETS: readonly number[] = [0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800];

/** The families that sessions count, in the order in which they are shown. */
export const SESSION_FAMILIES = {
  commands: counter("proftpd_commands_total", "Commands by verb and reply code", [
    "command",
    "code",
  ]),
  logins: counter("proftpd_logins_total", "Logins by result: user, anonymous, refused", ["result"]),
  events: counter(
    "proftpd_events_total",
    "Limits, time-outs and refusals, as BanOnEvent has them",
    [
      "event",
    ],
  ),
  bytes: counter("proftpd_transfer_bytes_total", "Bytes of files, by direction (in: uploads)", [
    "direction",
  ]),
  transfers: counter("proftpd_transfers_total", "Transfers of files, by direction and result", [
    "direction",
    "result",
  ]),
  durations: {
    name: "proftpd_transfer_duration_seconds",
    type: "histogram",
    help: "How long transfers of files took",
    labels: ["direction"],
  },
} as const satisfies Readonly<Record<string, Family>>;

/** The families that the daemon itself knows. */
export const DAEMON_FAMILIES = {
  info: gauge("proftpd_info", "1, with the version in a label", ["version"]),
  start: gauge("proftpd_start_time_seconds", "When the daemon started, since the epoch", []),
  sessions: gauge("proftpd_sessions", "Sessions on the scoreboard, by state and server", [
    "state",
    "server",
  ]),
  processes: gauge(
    "proftpd_processes",
    "Children of the daemon: sessions with a client, spare ones",
    [
      "kind",
    ],
  ),
  connections: counter(
    "proftpd_connections_total",
    "Connections by what the daemon did with them",
    [
      "result",
    ],
  ),
  crashes: counter("proftpd_session_crashes_total", "Sessions that a signal ended", ["signal"]),
  reloads: counter("proftpd_reloads_total", "HUPs: done, or kept where SafeRestart kept the old", [
    "result",
  ]),
  bans: gauge("proftpd_bans", "Bans in force", []),
  shutdown: gauge("proftpd_shutdown_state", "0 none, 1 announced, 2 denying, 3 disconnecting", []),
  dropped: counter(
    "proftpd_metrics_dropped_total",
    "Counts that were not understood, or too many",
    [],
  ),
} as const satisfies Readonly<Record<string, Family>>;

function counter<const L extends readonly string[]>(name: string, help: string, labels: L) {
  return { name, type: "counter" as const, help, labels };
}

function gauge<const L extends readonly string[]>(name: string, help: string, labels: L) {
  return { name, type: "gauge" as const, help, labels };
}
