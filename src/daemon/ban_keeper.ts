/**
 * The daemon's part in bans: it opens the table, ends the sessions of those who are banned while they
 * are connected, and empties the table when it ends: bans do not outlive the server, as in the
 * original.
 *
 * @module
 */

import { type Ban, BanTable, serverText } from "../bans/mod.ts";
import type { Scope } from "../config/mod.ts";
import { kill } from "../libc/process.ts";
import { SIGNAL } from "../libc/signals.ts";
import { isSysError, SysError } from "../libc/sys_error.ts";
import { LogFileRefused, ModuleLog, type SystemLog } from "../log/mod.ts";
import { asRoot } from "../privilege/mod.ts";
import type { Board, SessionRecord } from "../scoreboard/mod.ts";
import { allowLogSymlinks, banLog, banTable, mayBan } from "../settings/mod.ts";
import type { Loaded } from "./load.ts";

const MODULE = "mod_ban/0.8";

/** The table of bans of one daemon. */
export class BanKeeper {
  #table: BanTable | undefined;
  #log: ModuleLog | undefined;
  /** The number of the last ban that sessions were ended for. */
  #enforced = 0;

  /** The table; undefined where nobody is banned. */
  get table(): BanTable | undefined {
    return this.#table;
  }

  /** Has the table that the configuration asks for. Throws `BanTableRefused` and `SysError`. */
  keep({ main, configuration }: Loaded, log: SystemLog): void {
    this.#log?.close();
    this.#log = undefined;
    const path = mayBan(configuration.servers.map(({ section }) => section))
      ? main.get(banTable)
      : undefined;
    if (path !== this.#table?.path) {
      this.#table?.close();
      this.#table = undefined;
    }
    if (path === undefined) return;
    this.#log = openLog(main, log);
    if (this.#table) return;
    this.#table = asRoot(() => open(path, (line) => this.note(line)));
    this.#enforced = this.#table.bansSince(Infinity).serial;
  }

  /** Writes a line to the BanLog. */
  note(line: string): void {
    this.#log?.write(line);
  }

  /**
   * Ends those of `sessions`, children of the daemon, whose clients were banned since this was last
   * called, by what `board` says of them.
   */
  enforce(sessions: readonly number[], board: Board | undefined): void {
    if (!this.#table || !board) return;
    const { bans, serial } = this.#table.bansSince(this.#enforced);
    this.#enforced = serial;
    if (bans.length === 0) return;
    const records = board.sessions().filter(({ pid }) => sessions.includes(pid));
    for (const ban of bans) {
      const meant = records.filter((record) => record.pid !== ban.author && isAbout(ban, record));
      if (meant.length === 0) continue;
      asRoot(() => meant.forEach(({ pid }) => kill(pid, SIGNAL.TERM)));
      const clients = meant.length === 1 ? "client" : "clients";
      this.note(`disconnected ${meant.length} ${clients} from ${ban.kind} '${ban.name}'`);
    }
  }

  /** Forgets all bans and closes the table: the daemon ends. */
  remove(): void {
    try {
      this.#table?.clear();
    } catch (error) {
      if (!isSysError(error)) throw error;
      this.note(`unable to empty the BanTable: ${error.message}`);
    }
    this.#table?.close();
    this.#table = undefined;
    this.#log?.close();
    this.#log = undefined;
  }
}

function open(path: string, tell: (line: string) => void): BanTable {
  try {
    return BanTable.open(path, tell);
  } catch (error) {
    if (!isSysError(error)) throw error;
    throw new SysError(`${MODULE}: unable to open BanTable`, error.errno, `'${path}'`);
  }
}

function openLog(main: Scope, log: SystemLog): ModuleLog | undefined {
  const path = main.get(banLog);
  const allowLinks = main.get(allowLogSymlinks);
  if (path === undefined) return undefined;
  try {
    return asRoot(() => ModuleLog.open(path, MODULE, { allowLinks }));
  } catch (error) {
    if (!(error instanceof LogFileRefused) && !isSysError(error)) throw error;
    log.notice(`${MODULE}: unable to open BanLog '${path}': ${error.message}`);
    return undefined;
  }
}

/** Whether the ban is about the client of a session. */
function isAbout({ kind, name, server }: Ban, record: SessionRecord): boolean {
  const { clientAddress, className, user, serverName, serverAddress, serverPort } = record;
  const isThere = [serverAddress, "*"].some((address) =>
    serverText(serverName, address, serverPort) === server
  );
  if (server !== "" && !isThere) return false;
  switch (kind) {
    case "host":
      return clientAddress === name;
    case "class":
      return className === name;
    case "user":
      return user === name;
    case "user@host":
      return `${user}@${clientAddress}` === name;
  }
}
