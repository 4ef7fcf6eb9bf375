/**
 * Terminals: their size, and keys without waiting for the end of a line (termios(3), ioctl_tty(2)).
 *
 * @module
 */

import { attempt, demand } from "./kernel.ts";
import { region, scratch } from "./memory.ts";

const TCGETS = 0x5401;
const TCSETS = 0x5402;
const TIOCGWINSZ = 0x5413;

/** The kernel's struct termios: four flag words of 32 bits, then c_line and 19 c_cc. */
const TERMIOS_SIZE = 36;
const LFLAG = 12;
const ICANON = 0o2;
const ECHO = 0o10;

/** The size of a terminal in characters. */
export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

/** The size of the terminal behind `fd`; undefined when that is no terminal. */
export function terminalSize(fd: number): TerminalSize | undefined {
  if (attempt("ioctl", fd, TIOCGWINSZ, scratch.address) === -1) return undefined;
  const rows = scratch.view.getUint16(0, true);
  const columns = scratch.view.getUint16(2, true);
  // A terminal that does not know its size (a serial line) has the classic one.
  return { rows: rows || 24, columns: columns || 80 };
}

/**
 * From now on the terminal behind `fd` hands over each key at once and shows none of them; signals
 * (Ctrl-C) go on working. Calling the result puts the terminal back. Throws `SysError`.
 */
export function takeKeys(fd: number): () => void {
  return withoutFlags(fd, ICANON | ECHO);
}

/**
 * From now on the terminal behind `fd` shows nothing of what is typed; lines are lines. The function that
 * is returned undoes it. Throws `SysError` (ENOTTY).
 */
export function hideInput(fd: number): () => void {
  return withoutFlags(fd, ECHO);
}

function withoutFlags(fd: number, taken: number): () => void {
  const before = region(TERMIOS_SIZE);
  demand("ioctl", undefined, fd, TCGETS, before.address);
  scratch.bytes.set(before.bytes.subarray(0, TERMIOS_SIZE));
  const flags = before.view.getUint32(LFLAG, true) & ~taken;
  scratch.view.setUint32(LFLAG, flags >>> 0, true);
  demand("ioctl", undefined, fd, TCSETS, scratch.address);
  return () => void demand("ioctl", undefined, fd, TCSETS, before.address);
}
