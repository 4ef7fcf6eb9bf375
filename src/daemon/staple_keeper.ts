/**
 * OCSP responses for sessions: has a child without rights fetch them when the daemon starts, and again
 * before they grow old. The daemon reads nothing of them.
 *
 * @module
 */

import { close, O, open } from "../libc/files.ts";
import { kill, memoryFile, setInheritable, writableMemoryFile } from "../libc/process.ts";
import { SIGNAL } from "../libc/signals.ts";
import { asRoot } from "../privilege/mod.ts";
import { ERRAND, formatOrder, type StapleTask } from "../staples/mod.ts";
import type { Loaded } from "./load.ts";
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
}

/** Keeps the board on which answers are left. */
export class StapleKeeper {
  /** The daemon's own descriptor of the board, and that which sessions inherit. */
  #board: { readonly own: number; readonly forReading: number } | undefined;
  #loaded: Loaded | undefined;
  #tasks: readonly StapleTask[] = [];
  #errand: Errand | undefined;
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
    const isSame = JSON.stringify(staples) === JSON.stringify(this.#tasks);
    if (isSame) return this.#board?.forReading;
    this.#tasks = staples;
    this.dismiss();
    if (this.#board) { for (const fd of Object.values(this.#board)) close(fd); }
    this.#board = undefined;
    if (staples.length === 0) return undefined;
    const own = writableMemoryFile("staples");
    const forReading = open(`/proc/self/fd/${own}`, O.RDONLY);
    setInheritable(forReading, true);
    this.#board = { own, forReading };
    this.#due = 0;
    return forReading;
  }

  /** Milliseconds until there is something to do; `Infinity` for never. */
  get due(): number {
    return this.#errand ? INTERVAL : Math.max(0, Math.ceil(this.#due - performance.now()));
  }

  /** Starts an errand when it is time for one, and ends one that takes too long. */
  attend(): void {
    const now = performance.now();
    if (this.#errand && now >= this.#errand.due) {
      this.complain("OCSP responders take too long");
      this.#kill(this.#errand);
      return;
    }
    if (this.#errand || now < this.#due || !this.#board || !this.#loaded) return;
    this.#due = now + RETRY;
    try {
      this.#start(this.#loaded, this.#board.own);
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
      // Inherited by this one child: until the next turn of the event loop no other is started.
      setInheritable(board, true);
      child = asRoot(() =>
        new Deno.Command(command, {
          args: [...args, "@staple", String(board), String(order)],
          stdin: "null",
          stdout: "null",
          stderr: this.withErrors ? "inherit" : "null",
        }).spawn()
      );
    } finally {
      setInheritable(board, false);
      close(order);
    }
    const patience = this.#tasks.reduce((sum, { seconds }) => sum + seconds * 1000, GRACE);
    const errand = { pid: child.pid, due: performance.now() + patience };
    this.#errand = errand;
    child.status.then(({ code, signal }) => {
      if (this.#errand !== errand) return; // dismissed: a later one counts
      this.#errand = undefined;
      if (code === ERRAND.done) this.#due = performance.now() + PERIOD;
      const how = signal === null ? `with status ${code}` : `by ${signal}`;
      if (signal !== null || !STATUSES.includes(code)) {
        this.complain(`what asks OCSP responders has ended ${how}`);
      }
    });
  }

  #kill({ pid }: Errand): void {
    asRoot(() => kill(pid, SIGNAL.KILL));
  }

  /** Ends a running errand. */
  dismiss(): void {
    if (this.#errand) this.#kill(this.#errand);
    this.#errand = undefined;
    this.#due = Infinity;
  }
}
