/**
 * `ftptop`: who is connected and what they do, again and again (ftptop(1)).
 *
 * @module
 */

import { attemptWithBuffer } from "../libc/kernel.ts";
import { POLL, PollSet } from "../libc/poll.ts";
import { drain, eventfd, getpid, kill, wake } from "../libc/process.ts";
import { isSysError } from "../libc/sys_error.ts";
import { takeKeys, terminalSize } from "../libc/terminal.ts";
import { readBoard, ScoreboardRefused } from "../scoreboard/mod.ts";
import { findBoard } from "./find_board.ts";
import { fail, print, reportingErrors } from "./output.ts";
import { selectServer } from "./select_server.ts";
import { parseTopOptions, type TopOptions } from "./top_options.ts";
import { clip, FTPTOP_VERSION, type TopMode, type TopScreen, topScreen } from "./top_screen.ts";
import { FTPTOP_USAGE } from "./usage.ts";

/** Milliseconds between two looks at the least, whatever -d says. */
const LEAST_DELAY = 100;

/** Does what `args` ask for; the result is the exit status. */
export async function ftptop(args: readonly string[]): Promise<number> {
  const request = parseTopOptions(args);
  switch (request.kind) {
    case "refuse":
      fail(request.message);
      if (request.usage) print(1, FTPTOP_USAGE);
      return 1;
    case "help":
      print(1, FTPTOP_USAGE);
      return 0;
    case "version":
      print(1, `${FTPTOP_VERSION}\n`);
      return 0;
  }
  const { options } = request;
  let path = "";
  const status = reportingErrors("ftptop", () => {
    path = findBoard({ file: options.file, config: undefined });
    readBoard(path); // what is wrong from the start ends it
    return 0;
  });
  if (status !== 0) return status;
  const interactive = !options.batch && terminalSize(0) !== undefined &&
    terminalSize(1) !== undefined;
  await (interactive ? new Display(path, options).run() : printAgainAndAgain(path, options));
  return 0;
}

function look(path: string, options: TopOptions, mode: TopMode): TopScreen | string {
  try {
    const { header, sessions } = readBoard(path);
    const view = { header, sessions: selectServer(sessions, options.server) };
    return topScreen(view, { ...options, mode }, Date.now());
  } catch (error) {
    // A daemon that is being restarted, for example: the next look may find it again.
    if (isSysError(error)) return `ftptop: unable to open scoreboard '${path}': ${error.reason}`;
    if (error instanceof ScoreboardRefused) return `ftptop: ${error.message}`;
    throw error;
  }
}

async function printAgainAndAgain(path: string, options: TopOptions): Promise<void> {
  const { iterations, delay } = options;
  for (let i = 1;; i++) {
    const screen = look(path, options, "regular");
    const printed = typeof screen === "string"
      ? print(2, `${screen}\n`)
      : print(1, [...screen.head, "", screen.columns, ...screen.rows, "", ""].join("\n"));
    if (!printed || i >= iterations) return;
    await new Promise((resolve) => setTimeout(resolve, Math.max(LEAST_DELAY, delay * 1000)));
  }
}

/** Sequences that every terminal of these days knows (ECMA-48, and xterm's for the other screen). */
const ENTER = "\x1b[?1049h\x1b[?25l";
const LEAVE = "\x1b[?25h\x1b[?1049l";
const HOME = "\x1b[H";
const BOLD = "\x1b[1m";
const REVERSE = "\x1b[7m";
const PLAIN = "\x1b[m";
const CLEAR_LINE = "\x1b[K";
const CLEAR_REST = "\x1b[J";

const SIGSTOP = 19;

/** The display on a terminal, with keys. */
class Display {
  #mode: TopMode = "regular";
  #over = false;
  #suspend = false;
  #restore = () => {};
  readonly #wakeUp = eventfd();
  readonly #keys = new Uint8Array(64);

  constructor(private readonly path: string, private readonly options: TopOptions) {}

  async run(): Promise<void> {
    this.#listen();
    this.#enter();
    try {
      for (let i = 1; !this.#over; i++) {
        this.#draw();
        if (i >= this.options.iterations) break;
        await this.#pause();
      }
    } finally {
      this.#leave();
    }
  }

  #listen(): void {
    const end = () => {
      this.#over = true;
      wake(this.#wakeUp);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) {
      Deno.addSignalListener(signal, end);
    }
    Deno.addSignalListener("SIGWINCH", () => wake(this.#wakeUp));
    Deno.addSignalListener("SIGTSTP", () => {
      this.#suspend = true;
      wake(this.#wakeUp);
    });
  }

  #enter(): void {
    this.#restore = takeKeys(0);
    print(1, ENTER);
  }

  #leave(): void {
    print(1, LEAVE);
    this.#restore();
  }

  #draw(): void {
    const { rows, columns } = terminalSize(1) ?? { rows: 24, columns: 80 };
    const screen = look(this.path, this.options, this.#mode);
    const lines = typeof screen === "string" ? [clip(screen, columns)] : [
      ...screen.head.map((line, i) => i === 0 ? BOLD + clip(line, columns) : clip(line, columns)),
      "",
      REVERSE + clip(screen.columns, columns),
      ...screen.rows.map((line) => clip(line, columns)),
    ];
    // The last line has no newline behind it, or the terminal would scroll.
    const text = lines.slice(0, rows).map((line) => line + PLAIN + CLEAR_LINE).join("\n");
    print(1, HOME + text + CLEAR_REST);
  }

  /** Waits for the next look: until the delay is over, or a key or a signal asks for one. */
  async #pause(): Promise<void> {
    const set = new PollSet(2);
    const keys = set.add(0, POLL.IN);
    const wakeUp = set.add(this.#wakeUp, POLL.IN);
    await set.wait(Math.max(LEAST_DELAY, this.options.delay * 1000));
    if (set.events(wakeUp) !== 0) drain(this.#wakeUp);
    if (set.events(keys) !== 0) this.#readKeys();
    if (this.#suspend) this.#stopUntilContinued();
  }

  #readKeys(): void {
    const count = attemptWithBuffer("read", 0, this.#keys, this.#keys.length);
    if (count <= 0) this.#over = true; // the terminal has gone
    for (const key of this.#keys.subarray(0, Math.max(0, count))) {
      if (key === "q".charCodeAt(0)) this.#over = true;
      if (key === "t".charCodeAt(0)) {
        this.#mode = this.#mode === "regular" ? "transfer speed" : "regular";
      }
    }
  }

  #stopUntilContinued(): void {
    this.#suspend = false;
    this.#leave();
    kill(getpid(), SIGSTOP);
    this.#enter();
  }
}
