/**
 * One connected client: the parts that commands work with.
 *
 * @module
 */

import type { Scope } from "../config/mod.ts";
import type { Account } from "../auth/account.ts";
import type { Chain } from "../auth/chain.ts";
import type { Root } from "../fs/root.ts";
import type { SystemLog } from "../log/system_log.ts";
import type { SocketAddress } from "../libc/sockaddr.ts";
import type { Section } from "../config/tree.ts";
import type { KeptRights } from "../privilege/mod.ts";
import type { Access, Overrides } from "./access/mod.ts";
import type { ControlConnection } from "./control.ts";
import type { DataChannel } from "./data/channel.ts";
import type { FileMask } from "./file_mask.ts";
import type { KnownDirectories } from "./known_directories.ts";
import type { Table } from "./dispatch.ts";
import type { RememberedDisplays } from "./display.ts";
import type { Request } from "./module.ts";
import type { Timers } from "./timers.ts";
import type { Waiter } from "./waiter.ts";
import type { Score } from "./score.ts";
import type { ServerChoice } from "./server_choice.ts";
import type { SessionTitle } from "./title.ts";
import type { SessionEnd } from "./session_end.ts";
import type { Exchange, Totals, TransferRecord } from "./transfer_record.ts";

/** One end of the control connection. */
export interface Endpoint {
  readonly address: SocketAddress;
  /** The address as text, an IPv4 one that came over IPv6 in its IPv4 form. */
  readonly ip: string;
  /** The address as the socket has it: an IPv4 one that came over IPv6 with its `::ffff:`. */
  readonly shown: string;
  /** The DNS name where reverse look-ups are on and agree, else `ip`. */
  readonly name: string;
}

/** Who is logged in. */
export interface Login {
  /** The name as the client sent it. */
  readonly name: string;
  /** Who that is after UserAlias. */
  readonly account: Account;
  /** The `<Anonymous>` section that this login belongs to. */
  readonly anonymous: Section | undefined;
  /** What an anonymous client sent as its password: by custom its mail address, for the logs. */
  readonly email: string | undefined;
}

/** What all sessions share to go on with each other's TLS sessions: descriptors, which one of them closes. */
export interface SharedTlsSessions {
  /** The keys of tickets, to be read. */
  readonly keys: number;
  /** The table of sessions by their ids (`TLSSessionCache`); undefined where there is none. */
  readonly table: number | undefined;
}

/** The state of one session. Each part has one owner; commands read and call, they do not share variables. */
export interface Session {
  readonly client: Endpoint;
  readonly local: Endpoint;
  /** What the client speaks: `ftps` once there has been a handshake of TLS. */
  protocol: "ftp" | "ftps";
  /** What PASV tells instead of our own address (`MasqueradeAddress`). */
  masquerade: SocketAddress | undefined;
  /** What takes its place when the control connection is protected (`TLSMasqueradeAddress`). */
  tlsMasquerade: SocketAddress | undefined;
  /** The server's section as it is written, conditional sections and all. */
  server: Section;
  /** The connection's settings: the virtual host's, and after an anonymous login the area's before them. */
  config: Scope;
  /** The settings of the main server: what only it may say counts for all. */
  readonly main: Scope;
  /** Whether nobody is connected: what `--explain` asks leaves nothing behind. */
  readonly isRehearsal: boolean;
  /** The modules that `LoadModule` lines name: those that are not there otherwise. */
  readonly loadedModules: readonly string[];
  access: Access;
  readonly control: ControlConnection;
  readonly data: DataChannel;
  readonly timers: Timers;
  readonly waiter: Waiter;
  readonly table: Table;
  readonly log: SystemLog;
  readonly auth: Chain;
  /** Closes `auth`; those of the present settings are opened when somebody asks. */
  forgetSources(): void;
  /** Tells the sources of users that the user has gone. */
  signOff(): void;
  login: Login | undefined;
  /** What modules want to be said in front of the reply to a login, should it succeed. */
  welcome: readonly string[];
  /** Who the client is by the word of its machine (`IdentLookups`): for logs. */
  ident: string | undefined;
  /** The `<Class>` sections. */
  readonly classes: readonly Section[];
  /** The file tree that the client sees; replaced at login. */
  root: Root;
  /** The names of directories in `root` that the running command has asked for. */
  readonly directories: KnownDirectories;
  /** Which permission bits new files do not get. */
  readonly fileMask: FileMask;
  /** The client's working directory, a path inside `root`. */
  cwd: string;
  /** The command that is being carried out. */
  running: Request | undefined;
  /** The last transfer, for the logs. */
  transfer: TransferRecord | undefined;
  /** What went over the data connection of the running command. */
  exchange: Exchange | undefined;
  /** Why the session is over, once it is. */
  ending: SessionEnd | undefined;
  /** What modules leave for the logs of a session, by name: `%{note:NAME}`. */
  readonly notes: Map<string, string>;
  /** What modules add to the environment, for logs and Display files: `%{NAME}e`, `%{env:NAME}`. */
  readonly environment: Map<string, string>;
  /** What the last command copied within the server, for the logs. */
  readonly copies: TransferRecord[];
  readonly totals: Totals;
  /**
   * Told how many bytes are written to a file of the client's, where possible beforehand; throws
   * `SysError` (EDQUOT) where they are too many. Undefined where nobody counts.
   */
  spend: ((bytes: number) => void) | undefined;
  /** What the scoreboard shows of this session. */
  readonly score: Score;
  /** The descriptor by which the daemon is told what was counted; undefined where nobody asks. */
  readonly metrics: number | undefined;
  /** What leads to the TLS sessions of others; undefined without TLS, or without a daemon. */
  readonly sharedTls: SharedTlsSessions | undefined;
  /** The board with OCSP responses (`staples/board.ts`); undefined where nothing is stapled. */
  readonly staples: number | undefined;
  /** Which server the session is with, and which others it could be with. */
  readonly servers: ServerChoice;
  /** What is left of root's rights after login: by default nothing. */
  kept: KeptRights;
  /** What `ps` shows of it. */
  readonly title: SessionTitle;
  /** Display files that lie outside of the session's root. */
  readonly displays: RememberedDisplays;
  /**
   * The contents of a file that the daemon has read for its sessions (certificates, keys), for the
   * caller to wipe; undefined for one that it has not. Before login only.
   */
  materialOf(path: string): Uint8Array<ArrayBuffer> | undefined;
  /** Lets go of what the daemon has handed over, other servers' secrets included: at login. */
  forgetSnapshot(): void;
  /** The `.ftpaccess` files that can be seen after login; to be called before. */
  openOverrides(): Overrides | undefined;
}
