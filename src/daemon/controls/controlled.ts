/**
 * What ftpdctl's actions see of the daemon, and can do to it.
 *
 * @module
 */

import type { BanTable } from "../../bans/mod.ts";
import type { SystemLog } from "../../log/mod.ts";
import type { Board } from "../../scoreboard/mod.ts";
import type { Loaded } from "../load.ts";
import type { TlsSessionCache } from "../resumption_keeper.ts";
import type { ServerStates } from "./server_states.ts";

/** What the daemon lets its controls have. */
export interface ControlledDaemon {
  readonly loaded: Loaded;
  readonly log: SystemLog;
  readonly board: Board | undefined;
  /** Who is banned; undefined where nobody is (`BanEngine off`). */
  readonly bans: BanTable | undefined;
  /** The table of TLS sessions that all sessions share; undefined where there is none. */
  readonly tlsSessions: TlsSessionCache | undefined;
  /** Gives that up until the next restart. */
  removeTlsSessions(): void;
  /** Writes to the BanLog. */
  noteBan(line: string): void;
  /** Ends the sessions of those who were banned since this was last called. */
  enforceBans(): void;
  /** The process ids of the sessions that have a client. */
  readonly sessions: readonly number[];
  /** Lines for `get directives`: `Umask (mod_core.c)`. */
  readonly directives: readonly string[];
  /** The names of all modules, in load order. */
  readonly modules: readonly string[];
  /** Sets the debug level of the daemon and of sessions that start from now on; throws as opening a log does. */
  setDebugLevel(level: number): void;
  /** Has the names of clients looked up, or not, by sessions that start from now on. */
  setReverseDNS(looksUp: boolean): void;
}

/** The same with what the controls keep for themselves. */
export interface Controlled extends ControlledDaemon {
  readonly states: ServerStates;
  /** Actions that `rmctrl` has taken away. */
  readonly disabled: Set<string>;
  /** The name of the user who asks. */
  readonly asker: string;
  /** How often the configuration was read again. */
  readonly restarts: number;
  /** Has no new clients served, and ends the daemon when the last session ends, or in `seconds`. */
  endGracefully(seconds: number): void;
}
