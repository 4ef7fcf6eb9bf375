/**
 * Asking for a new password: on the terminal, twice and unseen, or from standard input.
 *
 * @module
 */

import { stringOf } from "../libc/bytes.ts";
import { close, O, open, read, writeString } from "../libc/files.ts";
import { POLL, PollSet } from "../libc/poll.ts";
import { CaughtSignals, SIGNAL } from "../libc/signals.ts";
import { hideInput } from "../libc/terminal.ts";

const STDIN = 0;

/** The longest password of crypt(3). */
const LONGEST = 511;

/** What ends a program while it asks. */
const ENDING = [SIGNAL.HUP, SIGNAL.INT, SIGNAL.QUIT, SIGNAL.TERM];

/** Somebody has ended the program, by a key as a rule, instead of answering. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** The first line of standard input, undefined when there is none. */
export function passwordFromStdin(): string | undefined {
  return readLine(() => nextByte(STDIN));
}

/**
 * The password that somebody at the terminal types twice the same, and that `isRefused` does not
 * speak against: what it returns is shown before the next try. Undefined at the end of input. Throws
 * `SysError` (ENXIO: there is no terminal), and `Interrupted`: the terminal shows what is typed again
 * then, too.
 */
export function passwordFromTerminal(
  isRefused: (password: string) => string | undefined,
): string | undefined {
  const terminal = open("/dev/tty", O.RDWR);
  const signals = CaughtSignals.watch(ENDING);
  const restore = hideInput(terminal);
  const ask = (prompt: string) => {
    writeString(terminal, prompt);
    try {
      return readLine(() => nextKey(terminal, signals));
    } finally {
      writeString(terminal, "\n");
    }
  };
  try {
    for (;;) {
      const password = ask("\nPassword: ");
      const again = password === undefined ? undefined : ask("Re-type password: ");
      if (password === undefined || again === undefined) return undefined;
      const problem = password !== again
        ? "Passwords do not match.  Please try again."
        : isRefused(password);
      if (problem === undefined) return password;
      writeString(terminal, `\n${problem}\n`);
    }
  } finally {
    restore();
    signals?.release();
    close(terminal);
  }
}

/** A line without its end. Byte by byte: what comes behind it is somebody else's. */
function readLine(next: () => number | undefined): string | undefined {
  const bytes: number[] = [];
  while (bytes.length <= LONGEST) {
    const byte = next();
    if (byte === undefined && bytes.length === 0) return undefined;
    if (byte === undefined || byte === LINE_FEED) break;
    bytes.push(byte);
  }
  return stringOf(Uint8Array.from(bytes));
}

const LINE_FEED = 10;

function nextByte(fd: number): number | undefined {
  const buffer = new Uint8Array(1);
  return read(fd, buffer) === 0 ? undefined : buffer[0];
}

/** As `nextByte`, unless one of `signals` comes first: `Interrupted`. */
function nextKey(terminal: number, signals: CaughtSignals | undefined): number | undefined {
  if (signals !== undefined) waitForKey(terminal, signals);
  return nextByte(terminal);
}

function waitForKey(terminal: number, signals: CaughtSignals): void {
  const set = new PollSet(2);
  for (;;) {
    set.clear();
    const key = set.add(terminal, POLL.IN);
    set.add(signals.fd, POLL.IN);
    const isReady = set.block(-1) > 0; // otherwise a signal was faster
    if (signals.take() !== undefined) throw new Interrupted("interrupted");
    if (isReady && set.events(key) !== 0) return;
  }
}
