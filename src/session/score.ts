/**
 * The session's record on the scoreboard: who is here, doing what.
 *
 * @module
 */

import type { Scope } from "../config/mod.ts";
import { SysError } from "../libc/sys_error.ts";
import type { SystemLog } from "../log/mod.ts";
import { asRoot } from "../privilege/mod.ts";
import { Board, ScoreboardRefused, type Slot } from "../scoreboard/mod.ts";
import { scoreboardFile } from "../settings/mod.ts";
import type { Request } from "./module.ts";
import type { Session } from "./session.ts";

/** What a session tells about itself; without a scoreboard it tells nobody. */
export class Score {
  #board: Board | undefined;
  #slot: Slot | undefined;

  /**
   * Opens the scoreboard that the main server's settings `main` name; `master` is the daemon's
   * process id, 0 under a superserver. A board that cannot be used is logged and done without: it
   * is no reason to send a client away.
   */
  open(main: Scope, master: number, log: SystemLog): void {
    const path = main.get(scoreboardFile);
    if (path === undefined || this.#board) return;
    this.#try(log, () => this.#board = asRoot(() => Board.open(path, master)));
  }

  /** Takes a record for the client of `session`. */
  claim(session: Session, serverName: string): void {
    const { client, local, log } = session;
    this.#try(log, () => {
      this.#slot = this.#board?.claim({
        clientAddress: client.ip,
        clientName: client.name,
        serverAddress: local.ip,
        serverPort: local.address.port,
        serverName,
        idleBegin: Date.now(),
      });
    });
  }

  #try(log: SystemLog, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof SysError || error instanceof ScoreboardRefused)) throw error;
      log.warning(`unable to use the scoreboard: ${error.message}`);
    }
  }

  /** A command begins. Passwords are nobody's business. */
  begin({ verb, argument }: Request): void {
    this.#slot?.update({
      command: verb,
      arguments: verb === "PASS" ? "(hidden)" : argument,
      commandBegin: Date.now(),
      idleBegin: 0,
    });
  }

  /** The command is done. */
  end({ login, cwd }: Session): void {
    const account = login?.account;
    this.#slot?.update({
      idleBegin: Date.now(),
      cwd,
      ...(account && { user: account.name, uid: account.uid, gid: account.gid, loggedIn: 1 }),
    });
  }

  /** The session is over. */
  close(): void {
    this.#slot?.release();
  }
}
