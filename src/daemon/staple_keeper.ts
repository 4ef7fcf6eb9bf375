/**
 * OCSP responses for sessions: has a child without rights fetch them when the daemon starts, and again
 * before they grow old. The daemon reads nothing of them.
 *
 * @module
 */

import { close } from "../libc/files.ts";
import { kill, memoryFile } from "../libc/process.ts";
import { SIGNAL } from "../libc/signals.ts";
import { asRoot } from "../privilege/mod.ts";
import { ERRAND, formatOrder, type StapleTask } from "../staples/mod.ts";
import type { Loaded } from "./load.ts";
import { PublishedMemory } from "./published_memory.ts";
import type { ProgramCommand } from "./session_starter.ts";

/** Milliseconds from one errand to the next: after one that was well, and after any other. */
const PERIOD = 3_600_000;
const RETRY = 600_000;

/** Milliseconds that the child has besides what responders have. */
const GRACE = 60_000;

/** Milliseconds between looks at a child's time. */
const INTERVAL = 1000;

/** Those of a child that has done what it could, and has complained itself. */
const STATUSES: readonly number[] = Object.values(ERRAND);

/** A running child. */
interface Errand {
  readonly pid: number;
  /** The moment (monotonic, ms) when it has taken too long. */
  readonly due: number;
  isKilled: boolean;
}

/** Keeps the board on which answers are left. */
export class StapleKeeper {
  #board: PublishedMemory | undefined;
  #loaded: Loaded | undefined;
  #tasks: readonly StapleTask[] = [];
  #errand: Errand | undefined;
  /** Whether the last one was not well. */
  #hasFailed = false;
  /** The moment (monotonic, ms) of the next errand. */
  #due = Infinity;

  /** `command` starts this program; `withErrors` if the child may write to standard error. */
  constructor(
    private readonly command: ProgramCommand,
    private readonly withErrors: boolean,
    private readonly complain: (text: string) => void,
  ) {}

  /** The descriptor that sessions of `loaded` inherit; undefined where nothing is stapled. */
  boardFor(loaded: Loaded): number | undefined {
    const { staples } = loaded;
    this.#loaded = loaded;
    if (JSON.stringify(staples) === JSON.stringify(this.#tasks)) {
      // Who restarts the server may have mended what was wrong.
      if (this.#hasFailed) this.#due = 0;
      return this.#board?.forReading;
    }
    this.#tasks = staples;
    this.dismiss();
    this.#board?.close();
    this.#board = staples.length === 0 ? undefined : new PublishedMemory("staples");
    if (this.#board) this.#due = 0;
    return this.#board?.forReading;
  }

  /** Milliseconds until there is something to do; `Infinity` for never. */
  get due(): number {
    return this.#errand ? INTERVAL : Math.max(0, Math.ceil(this.#due - performance.now()));
  }

  /**
   * Starts an errand when it is time for one, and ends one that takes too long. `alone` runs what starts
   * a program that is to have nothing of what sessions inherit.
   */
  attend(alone: (start: () => void) => void): void {
    const now = performance.now();
    if (this.#errand && now >= this.#errand.due && !this.#errand.isKilled) {
      this.complain("OCSP responders take too long");
      this.#kill(this.#errand);
    }
    const loaded = this.#loaded;
    if (this.#errand || now < this.#due || !this.#board || !loaded) return;
    this.#due = now + RETRY;
    this.#hasFailed = true;
    try {
      this.#board.lend((board) => alone(() => this.#start(loaded, board)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.complain(`unable to ask OCSP responders: ${reason}`);
    }
  }

  #start({ handover }: Loaded, board: number): void {
    const { hostname, identity, log } = handover;
    const order = memoryFile(
      "staple order",
      formatOrder({ tasks: this.#tasks, identity, log, hostname }),
    );
    const { command, args } = this.command;
    let child: Deno.ChildProcess;
    try {
      child = asRoot(() =>
        new Deno.Command(command, {
          args: [...args, "@staple", String(board), String(order)],
          stdin: "null",
          stdout: "null",
          stderr: this.withErrors ? "inherit" : "null",
        }).spawn()
      );
    } finally {
      close(order);
    }
    const patience = this.#tasks.reduce((sum, { seconds }) => sum + seconds * 1000, GRACE);
    const errand = { pid: child.pid, due: performance.now() + patience, isKilled: false };
    this.#errand = errand;
    child.status.then(({ code, signal }) => {
      if (this.#errand !== errand) return; // dismissed: a later one counts
      this.#errand = undefined;
      this.#hasFailed = code === ERRAND.failed || !STATUSES.includes(code);
      if (code === ERRAND.done) this.#due = performance.now() + PERIOD;
      const how = signal === null ? `with status ${code}` : `by ${signal}`;
      if (!errand.isKilled && (signal !== null || !STATUSES.includes(code))) {
        this.complain(`what asks OCSP responders has ended ${how}`);
      }
    });
  }

  #kill(errand: Errand): void {
    errand.isKilled = true;
    asRoot(() => kill(errand.pid, SIGNAL.KILL));
  }

  /** Ends a running errand, and starts no other. */
  dismiss(): void {
    if (this.#errand) this.#kill(this.#errand);
    this.#errand = undefined;
    this.#due = Infinity;
  }
}
