/**
 * What signals mean to a session: TERM ends it without a word, USR1 is the daemon's word that the
 * server shuts down, ABRT, BUS, FPE, ILL, SEGV and XCPU end it with a line in the log, HUP is not for
 * sessions.
 *
 * @module
 */

import { stringOf } from "../libc/bytes.ts";
import { pread } from "../libc/files.ts";
import { CaughtSignals, FAULTS, ignoreSignals, SIGNAL } from "../libc/signals.ts";
import { lastWords, type SystemLog } from "../log/mod.ts";
import { reply } from "../protocol/mod.ts";
import { serverName } from "../settings/mod.ts";
import { parseNotice, shutdownMessage } from "../shutdown/mod.ts";
import type { Session } from "./session.ts";
import { SessionEnd } from "./session_end.ts";
import type { Waiter } from "./waiter.ts";

/** What clients are told when nobody left a message. */
const PLAIN = "the administrator ended this session";

/** Signals that end a session. */
const CAUGHT = [
  ...[SIGNAL.TERM, SIGNAL.INT, SIGNAL.USR1, SIGNAL.ABRT, SIGNAL.BUS, SIGNAL.XCPU],
  ...FAULTS,
];

/** The signals of one session process. */
export class Signals {
  #listening = false;
  /** The text for the client of a shutdown; known once there is a client. */
  #shutdownText: () => string = () => PLAIN;

  constructor(private readonly waiter: Waiter, private readonly log: SystemLog) {}

  /**
   * To be called first of all: until the session listens, the daemon's word of a shutdown, which it
   * repeats every second, must not end it before its first words to the client. One that begins
   * looks at the shutdown file itself.
   */
  static hold(): void {
    ignoreSignals(SIGNAL.USR1);
  }

  /** Starts listening; before that the other signals have their default effect: the process ends. */
  listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    const { waiter } = this;
    const caught = CaughtSignals.watch(CAUGHT);
    if (caught) {
      waiter.watch(caught.fd, () => {
        const signal = caught.take();
        if (signal !== undefined) waiter.interrupt(() => this.#endBy(signal));
      });
    }
    ignoreSignals(SIGNAL.HUP, SIGNAL.ALRM, SIGNAL.IO, SIGNAL.USR2);
  }

  #endBy(signal: number): SessionEnd {
    const { log } = this;
    switch (signal) {
      case SIGNAL.TERM:
      case SIGNAL.INT:
        return new SessionEnd(`ended by signal ${signal}`);
      case SIGNAL.USR1: {
        log.notice("Parent process requested shutdown");
        const text = this.#shutdownText();
        return new SessionEnd(text, reply(421, `FTP server shutting down - ${text}`));
      }
      default:
        log.error(lastWords(signal));
        return new SessionEnd(`ended by signal ${signal}`);
    }
  }

  /**
   * Says whom a shutdown concerns. `notice` is the descriptor in which the daemon leaves its text: a
   * session in a jail cannot read the file itself.
   */
  concern(session: Session, notice: number | undefined): void {
    if (notice !== undefined) this.#shutdownText = () => textFrom(notice, session);
  }
}

function textFrom(notice: number, session: Session): string {
  const bytes = new Uint8Array(1 << 16);
  const shutdown = parseNotice(stringOf(bytes, 0, pread(notice, bytes, 0)));
  if (!shutdown) return PLAIN;
  return shutdownMessage(shutdown.message, shutdown.times, {
    cwd: session.login && session.cwd,
    local: session.local.name,
    remote: session.client.name,
    user: session.login?.name,
    serverName: session.config.get(serverName),
  }, Date.now() / 1000);
}
