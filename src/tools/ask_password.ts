/**
 * Asking for a new password: on the terminal, twice and unseen, or from standard input.
 *
 * @module
 */

import { stringOf } from "../libc/bytes.ts";
import { close, O, open, read, writeString } from "../libc/files.ts";
import { hideInput } from "../libc/terminal.ts";

const STDIN = 0;

/** The longest password of crypt(3). */
const LONGEST = 511;

/** The first line of standard input, undefined when there is none. */
export function passwordFromStdin(): string | undefined {
  return readLine(STDIN);
}

/**
 * The password that somebody at the terminal types twice the same, and that `isRefused` does not
 * speak against: what it returns is shown before the next try. Undefined at the end of input. Throws
 * `SysError` (ENXIO: there is no terminal).
 */
export function passwordFromTerminal(
  isRefused: (password: string) => string | undefined,
): string | undefined {
  const terminal = open("/dev/tty", O.RDWR);
  const restore = hideInput(terminal);
  const ask = (prompt: string) => {
    writeString(terminal, prompt);
    const answer = readLine(terminal);
    writeString(terminal, "\n");
    return answer;
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
    close(terminal);
  }
}

/** A line without its end. Byte by byte: what comes behind it is somebody else's. */
function readLine(fd: number): string | undefined {
  const bytes: number[] = [];
  const buffer = new Uint8Array(1);
  while (bytes.length <= LONGEST) {
    if (read(fd, buffer) === 0) return bytes.length === 0 ? undefined : text(bytes);
    if (buffer[0] === 10) return text(bytes);
    bytes.push(buffer[0]);
  }
  return text(bytes);
}

function text(bytes: readonly number[]): string {
  return stringOf(Uint8Array.from(bytes));
}
