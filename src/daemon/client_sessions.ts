/**
 * The sessions that have a client: from the moment when one is asked for until it is reaped.
 *
 * @module
 */

import { kill } from "../libc/process.ts";
import { SIGNAL } from "../libc/signals.ts";
import { asRoot } from "../privilege/mod.ts";
import type { SessionStatus } from "./children.ts";
import type { SessionProcess, SessionStarter } from "./session_starter.ts";

/** Milliseconds that sessions have to say goodbye after TERM before they are killed. */
const PATIENCE = 3000;

/** Who is told what becomes of sessions. */
export interface SessionsWitness {
  /** A client is served. */
  started(): void;
  /** A client could not be served, and its connection is closed. */
  failed(error: unknown): void;
  /** The session `pid` is gone. */
  ended(pid: number, status: SessionStatus): void;
}

interface RunningSession extends SessionProcess {
  /** When it got its client, in milliseconds of the monotonic clock. */
  readonly since: number;
}

/** The sessions of one daemon, without the spare ones. */
export class ClientSessions {
  readonly #running = new Map<number, RunningSession>();
  #starting = 0;

  constructor(
    private readonly starter: Pick<SessionStarter, "start">,
    private readonly witness: SessionsWitness,
  ) {}

  /** Clients whose sessions are being made. */
  get starting(): number {
    return this.#starting;
  }

  /** Sessions that are there. */
  get running(): number {
    return this.#running.size;
  }

  /** Both together: clients that are served or about to be. */
  get clients(): number {
    return this.#running.size + this.#starting;
  }

  /** The process ids of those that are there. */
  get pids(): readonly number[] {
    return [...this.#running.keys()];
  }

  /** Gives `connection` to a session, and closes it here. */
  serve(connection: number): void {
    this.#starting += 1;
    const reception = {
      started: (session: SessionProcess) => {
        this.#starting -= 1;
        this.witness.started();
        this.#watch(session);
      },
      failed: (error: unknown) => {
        this.#starting -= 1;
        this.witness.failed(error);
      },
    };
    asRoot(() => this.starter.start(connection, reception));
  }

  /** Sends `signal` to all, or to those which got their client before `before` (monotonic, ms). */
  signal(signal: number, before = Infinity): void {
    asRoot(() => {
      for (const { pid, since } of this.#running.values()) {
        if (since < before) kill(pid, signal);
      }
    });
  }

  /** Ends all: resolves when they are gone. Who says no goodbye in time is killed. */
  async end(): Promise<void> {
    this.signal(SIGNAL.TERM);
    const all = Promise.all([...this.#running.values()].map(({ ended }) => ended));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), PATIENCE);
    });
    if (await Promise.race([all, late]) === "late") {
      this.signal(SIGNAL.KILL);
      await all;
    }
    clearTimeout(timer);
  }

  #watch(session: SessionProcess): void {
    this.#running.set(session.pid, { ...session, since: performance.now() });
    session.ended.then((status) => {
      this.#running.delete(session.pid);
      this.witness.ended(session.pid, status);
    });
  }
}
