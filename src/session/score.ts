/**
 * The session's record on the scoreboard: who is here, doing what; and counting the others there.
 *
 * @module
 */

import type { Account } from "../auth/account.ts";
import type { Scope } from "../config/mod.ts";
import { SysError } from "../libc/sys_error.ts";
import type { SystemLog } from "../log/mod.ts";
import { asRoot } from "../privilege/mod.ts";
import { reply } from "../protocol/mod.ts";
import {
  Board,
  fitField,
  ScoreboardRefused,
  type SessionRecord,
  type Slot,
  type SlotChanges,
} from "../scoreboard/mod.ts";
import { scoreboardFile, scoreboardMutex, serverName } from "../settings/mod.ts";
import type { Request } from "./module.ts";
import type { Login, Session } from "./session.ts";
import { SessionEnd } from "./session_end.ts";

/**
 * Looks at the records of all other sessions of the same server; what it returns, if anything, is
 * the reason why this session may not do what it was about to.
 */
export type Judge<T> = (others: readonly SessionRecord[]) => T | undefined;

/** What a session tells about itself; without a scoreboard it tells nobody. */
export class Score {
  #board: Board | undefined;
  #slot: Slot | undefined;
  /** What the record says of these. */
  #shown: { cwd: string; login: Login | undefined } = { cwd: "", login: undefined };

  /**
   * `main` are the main server's settings; `master` gives the daemon's process id, 0 under a
   * superserver.
   */
  constructor(
    private readonly main: Scope,
    private readonly master: () => number,
    private readonly log: SystemLog,
  ) {}

  /**
   * Opens the scoreboard that the settings name, unless that is done. A board that cannot be used is
   * logged and done without: it is no reason to send a client away, unless there are limits to be
   * kept.
   */
  open(): void {
    const path = this.main.get(scoreboardFile);
    if (path === undefined || this.#board) return;
    this.log.debug(7, `opening scoreboard '${path}'`);
    const mutex = this.main.get(scoreboardMutex);
    this.#try(() => this.#board = asRoot(() => Board.open(path, this.master(), { mutex })));
  }

  /** Takes a record for the client of `session`, unless it has one. */
  claim(session: Session): void {
    if (this.#slot) return;
    this.#try(() => this.#claim(session));
  }

  #claim(session: Session): void {
    const { access, client, config, local } = session;
    this.#slot = this.#board?.claim({
      clientAddress: client.ip,
      clientName: client.name,
      serverAddress: local.ip,
      serverPort: local.address.port,
      serverName: config.get(serverName),
      protocol: session.protocol,
      className: access.className ?? "",
      idleBegin: Date.now(),
    });
  }

  /** The client has gone over to the server called `name`. */
  nameServer(name: string): void {
    this.#slot?.note({ serverName: name });
  }

  /** The client speaks `protocol` from now on. */
  nameProtocol(protocol: string): void {
    this.#slot?.note({ protocol });
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof SysError || error instanceof ScoreboardRefused)) throw error;
      this.log.warning(`unable to use the scoreboard: ${error.message}`);
    }
  }

  /**
   * The records of all living sessions of the same server, this one's included; none without a
   * scoreboard. Takes no lock.
   */
  present(session: Session): readonly SessionRecord[] {
    if (!session.login) {
      this.open();
      this.claim(session);
    }
    return this.#board?.sessions().filter(sameServer(session)) ?? [];
  }

  /**
   * Takes a record for a client who has come, if it has none, unless `judge` is against it. Throws `SessionEnd`
   * when nobody can count.
   */
  arrive<T>(session: Session, judge: Judge<T>): T | undefined {
    return this.#decide(session, judge, () => {
      if (!this.#slot) this.#claim(session);
    });
  }

  /** Notes that the client becomes `account`, unless `judge` is against it; throws as `arrive`. */
  enter<T>(session: Session, account: Account, judge: Judge<T>): T | undefined {
    return this.#decide(session, judge, () => this.#change(loginOf(account)));
  }

  /** Notes that the transfer command `verb` begins, unless `judge` is against it; throws as `arrive`. */
  beginTransfer<T>(session: Session, verb: string, judge: Judge<T>): T | undefined {
    return this.#decide(session, judge, () => this.#change({ transfer: verb }));
  }

  /** The transfer command is done. */
  endTransfer(): void {
    this.#slot?.update({ transfer: "" });
  }

  /** Judgement and what follows from it are one step: nobody else counts or notes meanwhile. */
  #decide<T>(session: Session, judge: Judge<T>, note: () => void): T | undefined {
    const { log } = session;
    try {
      if (!this.#board) throw new Uncountable("there is no scoreboard");
      return this.#board.underLock((others) => {
        const verdict = judge(others.filter(sameServer(session)));
        if (verdict === undefined) note();
        return verdict;
      });
    } catch (error) {
      const known = error instanceof SysError || error instanceof ScoreboardRefused ||
        error instanceof Uncountable;
      if (!known) throw error;
      // A limit that cannot be kept must not turn into none.
      log.error(`unable to count clients: ${error.message}`);
      throw new SessionEnd(
        "Unable to count clients",
        reply(421, "Service not available, closing control connection"),
      );
    }
  }

  #change(changes: SlotChanges): void {
    if (!this.#slot) throw new Uncountable("this session has no record on the scoreboard");
    this.#slot.update(changes);
  }

  /** The running command transfers `size` bytes of a file; 0 where nobody knows beforehand. */
  announce(size: number): void {
    this.#slot?.note({ transferSize: size });
  }

  /** `done` bytes have gone through in `elapsed` milliseconds. */
  progress(done: number, elapsed: number): void {
    this.#slot?.note({ transferDone: done, transferElapsed: Math.round(elapsed) });
  }

  /** A command begins. Passwords are nobody's business. */
  begin({ verb, argument }: Request): void {
    this.#slot?.beginCommand(verb, verb === "PASS" ? "(hidden)" : argument, Date.now());
  }

  /** The command is done. */
  end({ login, cwd }: Session): void {
    if (!this.#slot) return;
    if (cwd === this.#shown.cwd && login === this.#shown.login) {
      this.#slot.endCommand(Date.now());
    } else {
      this.#shown = { cwd, login };
      this.#slot.note({ idleBegin: Date.now(), cwd, ...(login && loginOf(login.account)) });
    }
  }

  /**
   * Writes what was noted to the scoreboard: before the session rests, so that what takes no time costs
   * no system call. A board that cannot be written to is logged and done without.
   */
  show(): void {
    try {
      this.#slot?.show();
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      this.log.warning(`unable to use the scoreboard: ${error.message}`);
      this.#slot = undefined;
    }
  }

  /** The session is over. */
  close(): void {
    this.#try(() => this.#slot?.release());
  }
}

/** Why nobody can be counted, where it is no system call that failed. */
class Uncountable extends Error {
  override readonly name = "Uncountable";
}

function loginOf({ name, uid, gid }: Account): SlotChanges {
  return { user: name, uid, gid, loggedIn: 1 };
}

/**
 * Records of sessions by their server. There are few addresses and may be many records; servers that
 * share an address are told apart by their names.
 */
function sameServer({ config, servers }: Session): (record: SessionRecord) => boolean {
  const known = new Map<string, boolean>();
  const own = servers.isShared ? fitField("serverName", config.get(serverName)) : undefined;
  return (record) => {
    if (own !== undefined && record.serverName !== own) return false;
    const { serverAddress, serverPort } = record;
    const key = `${serverAddress} ${serverPort}`;
    const answer = known.get(key) ?? servers.answersAt(serverAddress, serverPort);
    known.set(key, answer);
    return answer;
  };
}
