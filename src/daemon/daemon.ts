/**
 * The accepting parent: it listens, hands connections to session processes, reaps them, and does
 * what signals tell it. It never reads a byte that a client sent.
 *
 * @module
 */

import { close, umask } from "../libc/files.ts";
import { AT_FDCWD, tryStatAt } from "../libc/statx.ts";
import { ProcessTitle } from "../libc/process_title.ts";
import { POLL, PollSet } from "../libc/poll.ts";
import { kill, memoryFile, setDumpable } from "../libc/process.ts";
import { SIGNAL } from "../libc/signals.ts";
import { isSysError } from "../libc/sys_error.ts";
import { BindError, type Listener, openListeners } from "../net/mod.ts";
import { lastWords, type SystemLog } from "../log/mod.ts";
import { formatNotice, phaseAt, readShutdown } from "../shutdown/mod.ts";
import { asRoot, limitResources } from "../privilege/mod.ts";
import {
  maxConnectionRate,
  maxInstances,
  pidFile,
  resourceLimits,
  safeRestart,
  sessionTemplate,
  spareSessions,
  tcpBackLog,
  useIPv6,
} from "../settings/mod.ts";
import { type Board, ScoreboardRefused } from "../scoreboard/mod.ts";
import { type BanTable, BanTableRefused } from "../bans/mod.ts";
import { BanKeeper } from "./ban_keeper.ts";
import { ConnectionRate } from "./connection_rate.ts";
import { DAEMON_FAMILIES } from "../metrics/mod.ts";
import type { ControlledDaemon } from "./controls/controlled.ts";
import { ControlsDesk } from "./controls/desk.ts";
import { DaemonSignals } from "./daemon_signals.ts";
import { type Loaded, withDebugLevel, withReverseDNS } from "./load.ts";
import { defaultMaxInstances } from "./instances.ts";
import { type MeasuredDaemon, MetricsDesk } from "./metrics_desk.ts";
import { NoticeBoard } from "./notice_board.ts";
import { type InheritedSockets, unusedSocket } from "./inherited_sockets.ts";
import { PidFile } from "./pid_file.ts";
import { ResumptionKeeper, type TlsSessionCache } from "./resumption_keeper.ts";
import { ServiceManager } from "./service_manager.ts";
import { ScoreKeeper } from "./score_keeper.ts";
import { type ProgramCommand, type SessionProcess, SessionStarter } from "./session_starter.ts";
import { Shortage } from "./shortage.ts";
import { StapleKeeper } from "./staple_keeper.ts";
import { SpareDemand } from "./spare_demand.ts";

/**
 * Milliseconds for which connections are taken from one listener before the others, signals and
 * ended sessions get their turn: on a busy machine, the start of a process takes longer than that.
 */
const SLICE = 10;

/** Milliseconds after which a spare session is tried again when one could not be started. */
const SPARE_RETRY = 5000;

/** Milliseconds between looks whether there are too many spare sessions. */
const SPARE_INTERVAL = 1000;

/** Milliseconds between looks at the shutdown file while there are sessions to tell about it. */
const SHUTDOWN_INTERVAL = 1000;

/** Milliseconds that the daemon is idle at a time, at most. */
const LONGEST_WAIT = 24 * 3600 * 1000;

/** Milliseconds that sessions have to say goodbye after TERM before they are killed. */
const PATIENCE = 3000;

/** Descriptors that are waited for besides the listeners. */
const OTHER_DESCRIPTORS = DaemonSignals.DESCRIPTORS + ControlsDesk.DESCRIPTORS +
  SessionStarter.DESCRIPTORS + MetricsDesk.DESCRIPTORS;

/** What the daemon needs from the program around it. */
export interface DaemonSurroundings {
  readonly starter: SessionStarter;
  /** How this program is started to ask OCSP responders. */
  readonly staple: { readonly command: ProgramCommand; readonly withErrors: boolean };
  /**
   * Reads the configuration again, for HUP; undefined when it is broken, after that has been written
   * to `log`.
   */
  reload(log: SystemLog): Promise<{ loaded: Loaded; log: SystemLog } | undefined>;
  /** `-X`: serves the first connection in this process, which then ends. */
  readonly serveHere: ((connection: number) => void) | undefined;
  /** `-4`/`-6`. */
  readonly ipv6: boolean | undefined;
  /** Listening sockets that were open at the start. */
  readonly inherited: InheritedSockets;
  /** As in `1.3.8`. */
  readonly version: string;
  /** Opens the log that a configuration asks for; throws `LogFileRefused` and `SysError`. */
  openLog(loaded: Loaded): SystemLog;
  /** The names of all modules, in load order. */
  readonly modules: readonly string[];
  /** Lines for `ftpdctl get directives`. */
  readonly directives: readonly string[];
  /** What else the log says of it at the start: status, and when it was built. */
  readonly edition: string;
}

/** A session with a client. */
interface RunningSession extends SessionProcess {
  /** When it got its client, in milliseconds of the monotonic clock. */
  readonly since: number;
}

/** One standalone daemon; ftpdctl and Prometheus are shown it as it is at each moment. */
export class Daemon implements ControlledDaemon, MeasuredDaemon {
  readonly #sessions = new Map<number, RunningSession>();
  readonly #signals = new DaemonSignals();
  #listeners: Listener[] = [];
  #pollSet = new PollSet(OTHER_DESCRIPTORS);
  #snapshot = -1;
  readonly #notice = new NoticeBoard();
  #limit = Infinity;
  #rate = new ConnectionRate(undefined);
  #demand = new SpareDemand(0, performance.now());
  /** Clients whose sessions are being made. */
  #starting = 0;
  readonly #shortage = new Shortage();
  /** The moment (monotonic, ms) until which no spare session is tried after one failed. */
  #noSpareBefore = 0;
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
    const { command, withErrors } = surroundings.staple;
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
      for (const listener of this.#listeners) listener.close();
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
      const listeners = this.#shortage.lasts ? [] : this.#listeners;
      const watched = listeners.map((listener) => set.add(listener.fd, POLL.IN));
      this.#controls.addTo(set);
      this.#metrics.addTo(set);
      const { serveHere, starter } = this.surroundings;
      asRoot(() =>
        starter.addTo(set, (error) => this.#complain("the template of sessions", error))
      );
      const wanted = this.#wantedSpares();
      asRoot(() => starter.dismissSpares(wanted));
      this.#staples.attend((start) => starter.keepBack(start));
      const missing = starter.canPrepare && starter.spares < wanted;
      const happened = await set.wait(missing ? 0 : this.#interval(listeners.length === 0));
      // Clients who wait already come before those who may come.
      if (happened === 0 && missing) this.#prepareSpare();
      asRoot(() => starter.serve(set));
      const wish = this.#signals.take();
      if (wish === "reload") {
        if (!await this.#reload()) return 1;
        continue;
      }
      if (wish !== undefined) return await this.#stop(wish.stop);
      if (this.#resumption.attend()) this.log.debug(5, "made a key for TLS session tickets");
      const ready = listeners.filter((_, i) => set.events(watched[i]) !== 0);
      if (serveHere && ready.length > 0) return await this.#serveOne(ready[0], serveHere);
      for (const listener of ready) this.#takeFrom(listener);
      this.#controls.serve(set);
      this.#metrics.serve(set);
      this.#heedShutdown();
      this.enforceBans();
      // Without sessions there is nobody to be counted; the next one who counts will look.
      if (this.#sessions.size > 0) this.#score.scrub(this.loaded.main);
    }
  }

  /** Takes the ports that `loaded` wants, and starts sessions by it from now on. */
  #listen(loaded: Loaded): void {
    const { main, bindings } = loaded;
    const options = {
      useIPv6: this.surroundings.ipv6 ?? main.get(useIPv6),
      backlog: main.get(tcpBackLog),
    };
    const inherited = this.surroundings.inherited.listeners;
    const { endpoints } = bindings;
    this.#listeners = asRoot(() => openListeners(endpoints, options, this.#listeners, inherited));
    for (const listener of inherited) {
      if (!this.#listeners.includes(listener)) this.log.warning(unusedSocket(listener));
    }
    this.#pollSet = new PollSet(this.#listeners.length + OTHER_DESCRIPTORS);
    this.#resumption.keep(loaded);
    this.#handDown(loaded);
    for (const note of limitResources(resourceLimits(main, "daemon"))) this.log.warning(note);
    this.#demand = new SpareDemand(main.get(spareSessions), performance.now());
    this.#limit = main.get(maxInstances) ?? defaultMaxInstances();
    this.#rate = new ConnectionRate(main.get(maxConnectionRate));
    for (const { address, port } of this.#listeners) {
      this.log.debug(3, `listening on port ${port} (${address.family})`, "binding");
    }
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
    return [...this.#sessions.keys()];
  }

  get processes(): MeasuredDaemon["processes"] {
    const { spares } = this.surroundings.starter;
    return { session: this.#sessions.size, starting: this.#starting, spare: spares };
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
    if (this.#sessions.size > 0) this.#bans.enforce(this.sessions, this.board);
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

  #takeFrom(listener: Listener): void {
    const end = performance.now() + SLICE;
    do {
      let connection: number | undefined;
      try {
        connection = listener.accept();
      } catch (error) {
        // Out of descriptors or memory, above all: the connection waits in the kernel.
        if (!isSysError(error)) throw error;
        this.log.error(`unable to accept a connection: ${error.reason}`);
        return this.#shortage.begin();
      }
      if (connection === undefined) return;
      this.#serve(connection);
    } while (performance.now() < end);
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

  /**
   * Milliseconds to wait for clients and signals before something else is due; -1 for nothing. `deaf`:
   * nobody looks at the listeners.
   */
  #interval(deaf: boolean): number {
    const { starter } = this.surroundings;
    const { size } = this.#sessions;
    if (size + this.#starting > 0 || this.#metrics.interval > 0) return SHUTDOWN_INTERVAL;
    if (starter.spares > 0 || deaf) return SPARE_INTERVAL;
    const { interval } = this.#controls;
    const due = Math.min(Math.ceil(this.#resumption.due), this.#staples.due, LONGEST_WAIT);
    return interval === -1 ? due : Math.min(interval, due);
  }

  #wantedSpares(): number {
    const now = performance.now();
    if (this.surroundings.serveHere || now < this.#noSpareBefore) return 0;
    const room = this.#limit - this.#sessions.size - this.#starting;
    return Math.min(this.#demand.wanted(now), room);
  }

  #prepareSpare(): void {
    asRoot(() =>
      this.surroundings.starter.prepare((error) => {
        this.#complain("a spare session", error);
        this.#noSpareBefore = performance.now() + SPARE_RETRY;
      })
    );
  }

  /** Tells the sessions about an announced shutdown when their time has come. */
  #heedShutdown(): void {
    if (this.#sessions.size === 0) return;
    const shutdown = readShutdown(this.loaded.handover.shutdownFile);
    if (!shutdown || phaseAt(shutdown.times, Date.now() / 1000) !== "disconnecting") return;
    this.#notice.post(formatNotice(shutdown));
    // Younger ones have looked at the file themselves, or are about to, and do not listen yet.
    const grown = performance.now() - SHUTDOWN_INTERVAL;
    this.#signalSessions(SIGNAL.USR1, ({ since }) => since < grown);
  }

  #serve(connection: number): void {
    if (this.#controls.turnsAway(connection)) return this.#countConnection("turned away");
    if (this.#sessions.size + this.#starting >= this.#limit) {
      close(connection);
      this.log.warning(`MaxInstances (${this.#limit}) reached, new connection denied`);
      return this.#countConnection("MaxInstances");
    }
    const { rate } = this.#rate;
    if (rate && !this.#rate.admits(performance.now())) {
      close(connection);
      this.log.warning(
        `MaxConnectionRate (${rate.count}/${rate.seconds} secs) reached, new connection denied`,
      );
      return this.#countConnection("MaxConnectionRate");
    }
    this.#demand.note(performance.now());
    this.#starting += 1;
    const reception = {
      started: (session: SessionProcess) => {
        this.#starting -= 1;
        this.#countConnection("served");
        this.#watch(session);
      },
      failed: (error: unknown) => {
        this.#starting -= 1;
        this.#countConnection("failed");
        this.#complain("a session", error);
      },
    };
    asRoot(() => this.surroundings.starter.start(connection, reception));
  }

  #complain(what: string, error: unknown): void {
    this.log.error(`unable to start ${what}: ${error instanceof Error ? error.message : error}`);
  }

  #countConnection(result: string): void {
    this.#metrics.count(DAEMON_FAMILIES.connections, result);
  }

  /** Counts `session` as running until it ends. */
  #watch(session: SessionProcess): void {
    this.#sessions.set(session.pid, { ...session, since: performance.now() });
    session.ended.then(({ code, signal }) => {
      this.#sessions.delete(session.pid);
      this.#score.forget(session.pid);
      if (signal !== null && signal !== "SIGTERM" && signal !== "SIGKILL") {
        this.log.error(`session ${session.pid} was ended by ${signal}`);
        this.#metrics.count(DAEMON_FAMILIES.crashes, signal);
      } else {
        this.log.debug(5, `session ${session.pid} ended with status ${code}`);
      }
    });
  }

  /** HUP: reads the configuration again; false when the daemon has to end over it. */
  async #reload(): Promise<boolean> {
    this.log.notice("received SIGHUP -- master server reparsing configuration file");
    asRoot(() => this.#manager.reloading());
    const next = await this.surroundings.reload(this.log);
    const adopted = next !== undefined && this.#adopt(next);
    if (adopted || this.loaded.main.get(safeRestart) && this.#goOn()) {
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
    try {
      this.#listen(loaded);
      this.#score.keep(loaded.main, this.log);
      this.#bans.keep(loaded, this.log);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.log.error(error.message);
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

  /** Takes back the ports and the scoreboard that were given up for a configuration that came to nothing. */
  #goOn(): boolean {
    try {
      this.#listen(this.loaded);
      this.#score.keep(this.loaded.main, this.log);
      this.#bans.keep(this.loaded, this.log);
      return true;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.log.error(error.message);
      return false;
    }
  }

  /** Ends alone: the sessions go on until their clients leave, under the settings they have. */
  #abandon(): void {
    this.#controls.close();
    this.#metrics.close();
    this.#staples.dismiss();
    for (const listener of this.#listeners) listener.close();
    asRoot(() => {
      this.surroundings.starter.dismiss();
      this.#pidFile?.remove();
    });
    if (this.#sessions.size === 0) this.#score.remove();
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
    this.#controls.close();
    this.#metrics.close();
    this.#staples.dismiss();
    for (const listener of this.#listeners) listener.close();
    asRoot(() => this.surroundings.starter.dismiss());
    this.#signalSessions(SIGNAL.TERM);
    const all = Promise.all([...this.#sessions.values()].map(({ ended }) => ended));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), PATIENCE);
    });
    if (await Promise.race([all, late]) === "late") {
      this.#signalSessions(SIGNAL.KILL);
      await all;
    }
    clearTimeout(timer);
    asRoot(() => this.#pidFile?.remove());
    this.#score.removeAll();
    this.#bans.remove();
    this.#resumption.forget();
  }

  #signalSessions(signal: number, which = (_: RunningSession) => true): void {
    asRoot(() => {
      for (const session of this.#sessions.values()) {
        if (which(session)) kill(session.pid, signal);
      }
    });
  }
}

/** Whether a configuration is refused by the machine: its ports, or the place of its scoreboard. */
function isRefusal(error: unknown): error is Error {
  return error instanceof BindError || error instanceof ScoreboardRefused ||
    error instanceof BanTableRefused || isSysError(error);
}
