/**
 * An announced shutdown (ftpshut): the daemon tells the sessions of it when their time has come.
 *
 * @module
 */

import { SIGNAL } from "../libc/signals.ts";
import { formatNotice, phaseAt, readShutdown } from "../shutdown/mod.ts";
import type { ClientSessions } from "./client_sessions.ts";
import { NoticeBoard } from "./notice_board.ts";

/**
 * Milliseconds for which a session with a client is left alone: it has looked at the file itself, or
 * is about to, and does not listen yet.
 */
const CHILDHOOD = 1000;

/** What sessions are told of a shutdown. */
export class ShutdownNotice {
  readonly #board = new NoticeBoard();

  /** The descriptor by which sessions read the notice, those in a jail included. */
  get forReading(): number {
    return this.#board.forReading;
  }

  /** Has `sessions` disconnect their clients if the shutdown file `file` says that it is time. */
  heed(file: string, sessions: ClientSessions): void {
    if (sessions.running === 0) return;
    const shutdown = readShutdown(file);
    if (!shutdown || phaseAt(shutdown.times, Date.now() / 1000) !== "disconnecting") return;
    this.#board.post(formatNotice(shutdown));
    sessions.signal(SIGNAL.USR1, performance.now() - CHILDHOOD);
  }
}
