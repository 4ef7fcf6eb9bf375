/**
 * What a session needs before it knows its client: set up ahead of time in a spare session, and
 * right at the start in one that has its client already.
 *
 * @module
 */

import type { Chain } from "../auth/mod.ts";
import { Scope } from "../config/mod.ts";
import type { Handover } from "../config/handover.ts";
import { getppid, RLIMIT, setDumpable, setLimit } from "../libc/process.ts";
import { ProcessTitle } from "../libc/process_title.ts";
import { openSystemLog, type SystemLog } from "../log/mod.ts";
import { asRoot, assumeUser } from "../privilege/mod.ts";
import type { Reply } from "../protocol/mod.ts";
import type { Overrides } from "./access/mod.ts";
import type { Module } from "./module.ts";
import type { FindName } from "./peer_name.ts";
import { Score } from "./score.ts";
import type { Session, SharedTlsSessions } from "./session.ts";
import { processTitles } from "../settings/mod.ts";
import { Signals } from "./signals.ts";
import type { Snapshot } from "./snapshot_file.ts";
import { SessionTitle } from "./title.ts";
import { Timers } from "./timers.ts";
import { Waiter } from "./waiter.ts";

/** What a session does: handed down by the program, which knows all modules. */
export interface Behaviour {
  readonly modules: readonly Module[];
  /** The 220. */
  greeting(session: Session): Reply;
  /** The display name of the server that was chosen. */
  serverName(config: Scope): string;
  /** Opens the sources of users of a server, beside the `main` one, for a client called `host`. */
  openSources(config: Scope, main: Scope, log: SystemLog, host: string): Chain;
  /** Tells the names of clients; undefined without look-ups. */
  readonly findName?: FindName | undefined;
  /** Opens the libraries that logging in needs, so that this takes no time later. */
  prepareLogin(): void;
  /** The `.ftpaccess` files that the session will see after login; missing where none is heeded. */
  openOverrides?(session: Session): Overrides;
}

/** What a session has inherited of the daemon besides the configuration. */
export interface Inherited {
  /** The descriptor in which the daemon leaves the text of a shutdown. */
  readonly notice?: number | undefined;
  /** That by which it is told what was counted; undefined where nobody asks. */
  readonly metrics?: number | undefined;
  readonly sharedTls?: SharedTlsSessions | undefined;
  /** The board with OCSP responses; undefined where nothing is stapled. */
  readonly staples?: number | undefined;
}

/** For sessions that nobody but the administrator sees. */
export interface Onlooking {
  readonly log?: SystemLog;
  readonly score?: Score;
}

/** A session process that waits for its client. */
export class Stage {
  readonly handover: Handover;
  readonly log: SystemLog;
  readonly score: Score;
  /** The main server's settings. */
  readonly main: Scope;
  readonly timers = new Timers();
  readonly waiter = new Waiter(this.timers);
  readonly signals: Signals;
  readonly title: SessionTitle;
  /** Whether the log is that of somebody who looks on. */
  readonly isOnlooking: boolean;

  /**
   * `inherited` is undefined without a daemon. The log is opened as root; from here on the effective
   * user is that of `User`. The last parameter has what a rehearsal uses instead of log and
   * scoreboard. Throws `SysError` and `LogFileRefused`.
   */
  constructor(
    readonly snapshot: Snapshot,
    readonly behaviour: Behaviour,
    readonly inherited: Inherited | undefined,
    { log, score }: Onlooking = {},
  ) {
    Signals.hold();
    // Before anything secret is in memory: no other process of the same user may read it.
    setDumpable(false);
    setLimit(RLIMIT.CORE, 0, 0);
    this.handover = snapshot.handover;
    const { log: place, hostname } = this.handover;
    this.log = log ?? asRoot(() => openSystemLog(place, hostname, "session"));
    this.isOnlooking = log !== undefined;
    if (this.handover.identity) {
      const { uid, gid } = this.handover.identity;
      assumeUser({ uid, gid, groups: [gid] });
    }
    this.main = new Scope([snapshot.server(0).section]);
    const master = () => inherited === undefined ? 0 : getppid();
    this.score = score ?? new Score(this.main, master, this.log);
    const title = new ProcessTitle();
    title.set("proftpd: (waiting for a connection)");
    this.title = new SessionTitle(title, this.main.get(processTitles) === "verbose");
    this.signals = new Signals(this.waiter, this.log);
  }

  /** Does what can wait until the greeting is sent, and what a spare session has time for. */
  complete(): void {
    this.signals.listen();
    this.score.open();
  }
}
