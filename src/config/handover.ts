/**
 * What the daemon tells its sessions besides the configuration: whatever it has worked out already
 * and what they could not find out for themselves later on.
 *
 * @module
 */

/** A server's place among the listening addresses. */
export interface Binding {
  /** The address as text (IPv4-mapped ones as IPv4), or `*` for every address. */
  readonly address: string;
  readonly port: number;
  /** Which server: the index in the configuration. */
  readonly server: number;
  /** What a client may call it by HOST, in lower case, with wildcards; left out where nothing. */
  readonly names?: readonly string[];
}

/** Who a process is. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** What messages have in front: `LogOptions`. */
export interface LogStyle {
  readonly timestamp: boolean;
  readonly hostname: boolean;
  readonly virtualHost: boolean;
  readonly roleLabels: boolean;
}

/** Where and how much to log. */
export interface LogSettings {
  /** `AllowLogSymlinks`. */
  readonly allowLinks: boolean;
  readonly style: LogStyle;
  /** `SystemLog`: a path, `none`, or undefined for syslog. */
  readonly systemLog: string | undefined;
  /** Whether everything goes to standard error (`-n`). */
  readonly standardError: boolean;
  /** The daemon's debug level, and that of the main server's sessions. */
  readonly debugLevel: number;
  /** That of sessions whose server says nothing: of the command line (`-d`), or what ftpdctl says. */
  readonly usualDebugLevel: number;
  /** Facility of syslog messages. */
  readonly facility: string | undefined;
  /** The least important level that is logged. */
  readonly level: string | undefined;
}

/** The daemon's part of the snapshot; plain data, strings are byte strings. */
export interface Handover {
  /** Of several at one address and port the first one greets. */
  readonly bindings: readonly Binding[];
  /** The server that `DefaultServer on` names: it gets what nobody claims on its port. */
  readonly defaultServer: number | undefined;
  /** Each server's own address as text, for the system log. */
  readonly addresses: readonly string[];
  /** For each server the address of its `MasqueradeAddress` as text; null where it has none. */
  readonly masquerade: readonly (string | null)[];
  /** The same for its `TLSMasqueradeAddress`. */
  readonly tlsMasquerade: readonly (string | null)[];
  /** `User` and `Group`, undefined where the daemon is no root. */
  readonly identity: Identity | undefined;
  readonly log: LogSettings;
  /** The machine's name. */
  readonly hostname: string;
  /** Whether any session may have to read `.ftpaccess` files. */
  readonly overrides: boolean;
  /** The modules besides the usual ones that sessions may need, by name. */
  readonly modules: readonly string[];
  /** Where ftpshut leaves its message. */
  readonly shutdownFile: string;
  /** Milliseconds since the epoch at which the daemon started. */
  readonly started: number;
}
