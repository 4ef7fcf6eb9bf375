/**
 * The accepting parent: it listens, hands connections to session processes, reaps them, and does
 * what signals tell it. It never reads a byte that a client sent.
 *
 * @module
 */

import { close, umask } from "../libc/files.ts";
import { AT_FDCWD, tryStatAt } from "../libc/statx.ts";
import { ProcessTitle } from "../libc/process_title.ts";
import { PollSet } from "../libc/poll.ts";
import { memoryFile, setDumpable } from "../libc/process.ts";
import { isSysError } from "../libc/sys_error.ts";
import { BindError, type Listener } from "../net/mod.ts";
import { lastWords, type SystemLog } from "../log/mod.ts";
import { asRoot, limitResources } from "../privilege/mod.ts";
import {
  pidFile,
  resourceLimits,
  safeRestart,
  sessionTemplate,
  spareSessions,
} from "../settings/mod.ts";
import { type Board, ScoreboardRefused } from "../scoreboard/mod.ts";
import { type BanTable, BanTableRefused } from "../bans/mod.ts";
import { DAEMON_FAMILIES } from "../metrics/mod.ts";
import { BanKeeper } from "./ban_keeper.ts";
import type { SessionStatus } from "./children.ts";
import { withDebugLevel, withReverseDNS } from "./changed_settings.ts";
import { ClientSessions } from "./client_sessions.ts";
import { ConnectionLimits } from "./connection_limits.ts";
import type { ControlledDaemon } from "./controls/controlled.ts";
import { ControlsDesk } from "./controls/desk.ts";
import { DaemonSignals } from "./daemon_signals.ts";
import type { Loaded } from "./load.ts";
import { type MeasuredDaemon, MetricsDesk } from "./metrics_desk.ts";
import { PidFile } from "./pid_file.ts";
import { Ports } from "./ports.ts";
import { ResumptionKeeper, type TlsSessionCache } from "./resumption_keeper.ts";
import { ScoreKeeper } from "./score_keeper.ts";
import { ServiceManager } from "./service_manager.ts";
import { SessionStarter } from "./session_starter.ts";
import { ShutdownNotice } from "./shutdown_notice.ts";
import { SpareKeeper } from "./spare_keeper.ts";
import { StapleKeeper } from "./staple_keeper.ts";
import type { DaemonSurroundings } from "./surroundings.ts";

/** Milliseconds between looks at what changes without waking the daemon: files, and the demand. */
const INTERVAL = 1000;

/** Milliseconds that the daemon is idle at a time, at most. */
const LONGEST_WAIT = 24 * 3600 * 1000;

/** Descriptors that are waited for besides the ports. */
const OTHER_DESCRIPTORS = DaemonSignals.DESCRIPTORS + ControlsDesk.DESCRIPTORS +
  SessionStarter.DESCRIPTORS + MetricsDesk.DESCRIPTORS;

/** One standalone daemon; ftpdctl and Prometheus are shown it as it is at each moment. */
export class Daemon implements ControlledDaemon, MeasuredDaemon {
  readonly #signals = new DaemonSignals();
  readonly #ports: Ports;
  #pollSet = new PollSet(OTHER_DESCRIPTORS);
  readonly #limits = new ConnectionLimits();
  readonly #sessions: ClientSessions;
  readonly #spares: SpareKeeper;
  readonly #notice = new ShutdownNotice();
  /** The descriptor of the configuration that sessions inherit; -1 before the first. */
  #snapshot = -1;
  #pidFile: PidFile | undefined;
  readonly #score = new ScoreKeeper();
  readonly #bans = new BanKeeper();
  readonly #resumption = new ResumptionKeeper();
  readonly #title = new ProcessTitle();
  readonly #manager = new ServiceManager();
  readonly #controls = new ControlsDesk(this);
  readonly #metrics = new MetricsDesk(this);
  readonly #staples: StapleKeeper;
  #loaded: Loaded;
  #log: SystemLog;

  constructor(
    loaded: Loaded,
    log: SystemLog,
    private readonly surroundings: DaemonSurroundings,
  ) {
    this.#loaded = loaded;
    this.#log = log;
    const { inherited, ipv6, starter, staple: { command, withErrors } } = surroundings;
    this.#ports = new Ports(inherited.listeners, ipv6);
    this.#sessions = new ClientSessions(starter, {
      started: () => this.#countConnection("served"),
      failed: (error) => {
        this.#countConnection("failed");
        this.#complain("a session", error);
      },
      ended: (pid, status) => this.#noteEnd(pid, status),
    });
    this.#spares = new SpareKeeper(starter);
    this.#staples = new StapleKeeper(command, withErrors, (text) => this.log.warning(text));
  }

  /**
   * Takes the ports and writes the PidFile. Throws `BindError`, `PidFileTaken` or `SysError`, and
   * leaves nothing behind in that case.
   */
  open(): void {
    // A session that runs as the same ordinary user must not read or change the daemon's memory.
    setDumpable(false);
    // Whatever that of the starting shell is: what daemon and sessions write is for others to read.
    umask(0o022);
    // Before anybody can find us: a signal in the first moment must not leave anything behind.
    this.#signals.listen();
    for (const warning of this.surroundings.inherited.warnings) this.log.warning(warning);
    this.#listen(this.loaded);
    try {
      this.#pidFile = asRoot(() => PidFile.write(this.loaded.main.get(pidFile)));
      this.#score.keep(this.loaded.main, this.log);
      this.#bans.keep(this.loaded, this.log);
    } catch (error) {
      this.#ports.close();
      asRoot(() => this.#pidFile?.remove());
      throw error;
    }
    this.#controls.open();
    this.#metrics.open();
    this.#title.set("proftpd: (accepting connections)");
    const { version, edition } = this.surroundings;
    this.log.notice(`ProFTPD ${version} ${edition} standalone mode STARTUP`);
    const { shutdownFile } = this.loaded.handover;
    if (tryStatAt(AT_FDCWD, shutdownFile)) {
      this.log.notice(`${shutdownFile} present: all incoming connections will be refused`);
    }
    asRoot(() => this.#manager.ready());
  }

  /** Accepts connections until a signal ends the daemon; the result is the exit status. */
  async run(): Promise<number> {
    for (;;) {
      const set = this.#pollSet;
      set.clear();
      this.#signals.addTo(set);
      this.#ports.addTo(set);
      this.#controls.addTo(set);
      this.#metrics.addTo(set);
      const { serveHere, starter } = this.surroundings;
      asRoot(() =>
        starter.addTo(set, (error) => this.#complain("the template of sessions", error))
      );
      const room = serveHere ? 0 : this.#limits.room(this.#sessions.clients);
      const isShort = this.#spares.adjust(room);
      this.#staples.attend((start) => starter.keepBack(start));
      const happened = await set.wait(isShort ? 0 : this.#interval());
      if (happened === 0 && isShort) {
        this.#spares.prepare((error) => this.#complain("a spare session", error));
      }
      asRoot(() => starter.serve(set));
      const wish = this.#signals.take();
      if (wish === "reload") {
        if (!await this.#reload()) return 1;
        continue;
      }
      if (wish !== undefined) return await this.#stop(wish.stop);
      if (this.#resumption.attend()) this.log.debug(5, "made a key for TLS session tickets");
      const ready = this.#ports.ready(set);
      if (serveHere && ready.length > 0) return await this.#serveOne(ready[0], serveHere);
      for (const listener of ready) {
        this.#ports.take(listener, (connection) => this.#serve(connection), this.log);
      }
      this.#controls.serve(set);
      this.#metrics.serve(set);
      this.#notice.heed(this.loaded.handover.shutdownFile, this.#sessions);
      this.enforceBans();
      // Without sessions there is nobody to be counted; the next one who counts will look.
      if (this.#sessions.running > 0) this.#score.scrub(this.loaded.main);
    }
  }

  /** Takes the ports that `loaded` wants, and starts sessions by it from now on. */
  #listen(loaded: Loaded): void {
    const { main } = loaded;
    this.#ports.open(loaded, this.log);
    this.#pollSet = new PollSet(this.#ports.descriptors + OTHER_DESCRIPTORS);
    this.#resumption.keep(loaded);
    this.#handDown(loaded);
    for (const note of limitResources(resourceLimits(main, "daemon"))) this.log.warning(note);
    this.#spares.keep(main.get(spareSessions));
    this.#limits.keep(main);
    this.#ports.describe(this.log);
  }

  /** Has sessions start by `loaded` from now on. */
  #handDown(loaded: Loaded): void {
    const { main, snapshot } = loaded;
    const old = this.#snapshot;
    this.#snapshot = memoryFile("proftpd.conf", snapshot);
    if (old !== -1) close(old);
    const { serveHere, starter } = this.surroundings;
    const channel = this.#metrics.channelFor(loaded);
    const { descriptors } = this.#resumption;
    const staples = serveHere ? undefined : this.#staples.boardFor(loaded);
    const { forReading } = this.#notice;
    const inherited = [this.#snapshot, forReading, channel, ...descriptors, staples];
    const forking = !serveHere && main.get(sessionTemplate);
    asRoot(() => starter.setInherited(inherited, forking));
  }

  /** The configuration in force. */
  get loaded(): Loaded {
    return this.#loaded;
  }

  /** Where it logs. */
  get log(): SystemLog {
    return this.#log;
  }

  /** As in `1.3.8`. */
  get version(): string {
    return this.surroundings.version;
  }

  get board(): Board | undefined {
    return this.#score.board;
  }

  get bans(): BanTable | undefined {
    return this.#bans.table;
  }

  get tlsSessions(): TlsSessionCache | undefined {
    return this.#resumption.cache;
  }

  get sessions(): readonly number[] {
    return this.#sessions.pids;
  }

  get processes(): MeasuredDaemon["processes"] {
    const { running, starting } = this.#sessions;
    return { session: running, starting, spare: this.surroundings.starter.spares };
  }

  get directives(): readonly string[] {
    return this.surroundings.directives;
  }

  get modules(): readonly string[] {
    return this.surroundings.modules;
  }

  removeTlsSessions(): void {
    this.#resumption.removeCache();
    this.#handDown(this.loaded);
  }

  noteBan(line: string): void {
    this.#bans.note(line);
  }

  enforceBans(): void {
    if (this.#sessions.running > 0) this.#bans.enforce(this.sessions, this.board);
  }

  setReverseDNS(looksUp: boolean): void {
    this.#loaded = withReverseDNS(this.loaded, looksUp);
    this.#handDown(this.loaded);
  }

  setDebugLevel(level: number): void {
    const loaded = withDebugLevel(this.loaded, level);
    const log = asRoot(() => this.surroundings.openLog(loaded));
    this.log.close();
    this.#log = log;
    this.#loaded = loaded;
    this.#handDown(loaded);
  }

  /** `-X`: one connection, then nothing more. */
  async #serveOne(
    listener: Listener,
    serve: (connection: number) => void,
  ): Promise<number> {
    const connection = listener.accept();
    // From here on this is a session and no daemon: once it is the user, and maybe in a jail, what
    // the daemon has left in the file system is out of reach.
    await this.#end();
    if (connection !== undefined) serve(connection);
    return 0;
  }

  /** Milliseconds to wait for clients and signals before something else is due; -1 for nothing. */
  #interval(): number {
    const isBusy = this.#sessions.clients > 0 || this.surroundings.starter.spares > 0;
    if (isBusy || this.#metrics.interval > 0 || this.#ports.isDeaf) return INTERVAL;
    const { interval } = this.#controls;
    const due = Math.min(Math.ceil(this.#resumption.due), this.#staples.due, LONGEST_WAIT);
    return interval === -1 ? due : Math.min(interval, due);
  }

  /** Gives `connection` to a session, unless there are reasons to turn the client away. */
  #serve(connection: number): void {
    if (this.#controls.turnsAway(connection)) return this.#countConnection("turned away");
    const limit = this.#limits.reached(this.#sessions.clients, performance.now());
    if (limit) {
      const { directive, value } = limit;
      close(connection);
      this.log.warning(`${directive} (${value}) reached, new connection denied`);
      return this.#countConnection(directive);
    }
    this.#spares.note();
    this.#sessions.serve(connection);
  }

  #complain(what: string, error: unknown): void {
    this.log.error(`unable to start ${what}: ${error instanceof Error ? error.message : error}`);
  }

  #countConnection(result: string): void {
    this.#metrics.count(DAEMON_FAMILIES.connections, result);
  }

  /** The session `pid` is gone: its traces go, too, and the log says how it ended. */
  #noteEnd(pid: number, { code, signal }: SessionStatus): void {
    this.#score.forget(pid);
    if (signal !== null && signal !== "SIGTERM" && signal !== "SIGKILL") {
      this.log.error(`session ${pid} was ended by ${signal}`);
      this.#metrics.count(DAEMON_FAMILIES.crashes, signal);
    } else {
      this.log.debug(5, `session ${pid} ended with status ${code}`);
    }
  }

  /** HUP: reads the configuration again; false when the daemon has to end over it. */
  async #reload(): Promise<boolean> {
    this.log.notice("received SIGHUP -- master server reparsing configuration file");
    asRoot(() => this.#manager.reloading());
    const next = await this.surroundings.reload(this.log);
    const adopted = next !== undefined && this.#adopt(next);
    if (adopted || this.loaded.main.get(safeRestart) && this.#take(this.loaded)) {
      this.#metrics.count(DAEMON_FAMILIES.reloads, adopted ? "done" : "kept");
      if (!adopted) this.log.error("the running configuration stays in force (SafeRestart)");
      asRoot(() => this.#manager.ready());
      return true;
    }
    this.#abandon();
    return false;
  }

  /** Runs by another configuration from now on; false, after logging why, when it cannot. */
  #adopt({ loaded, log }: { loaded: Loaded; log: SystemLog }): boolean {
    if (!this.#take(loaded)) {
      log.close();
      return false;
    }
    this.log.close();
    this.#log = log;
    this.#loaded = loaded;
    this.#controls.open();
    this.#metrics.open();
    return true;
  }

  /** Takes the ports and the files that `loaded` wants; false, after logging why, when it cannot. */
  #take(loaded: Loaded): boolean {
    try {
      this.#listen(loaded);
      this.#score.keep(loaded.main, this.log);
      this.#bans.keep(loaded, this.log);
      return true;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.log.error(error.message);
      return false;
    }
  }

  /** Ends alone: the sessions go on until their clients leave, under the settings they have. */
  #abandon(): void {
    this.#leave();
    asRoot(() => this.#pidFile?.remove());
    if (this.#sessions.running === 0) this.#score.remove();
  }

  async #stop(signal: number): Promise<number> {
    this.log.notice(lastWords(signal));
    asRoot(() => this.#manager.stopping());
    await this.#end();
    this.log.notice(`ProFTPD ${this.surroundings.version} standalone mode SHUTDOWN`);
    return 0;
  }

  /** Ends all sessions and takes back what the daemon left in the file system. */
  async #end(): Promise<void> {
    this.#leave();
    await this.#sessions.end();
    asRoot(() => this.#pidFile?.remove());
    this.#score.removeAll();
    this.#bans.remove();
    this.#resumption.forget();
  }

  /** Serves nobody from now on: no client, no administrator, and no session that has no client yet. */
  #leave(): void {
    this.#controls.close();
    this.#metrics.close();
    this.#staples.dismiss();
    this.#ports.close();
    asRoot(() => this.surroundings.starter.dismiss());
  }
}

/** Whether a configuration is refused by the machine: its ports, or the place of its scoreboard. */
function isRefusal(error: unknown): error is Error {
  return error instanceof BindError || error instanceof ScoreboardRefused ||
    error instanceof BanTableRefused || isSysError(error);
}
