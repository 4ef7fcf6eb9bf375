/**
 * A pseudo-terminal (pty(7)) for programs that draw on one, and what they have drawn.
 *
 * @module
 */
import { bytesOf, stringOf } from "../../src/libc/bytes.ts";
import { close, O, open, writeAll } from "../../src/libc/files.ts";
import { errno } from "../../src/libc/errno.ts";
import { attemptWithBuffer, check, demand, lastErrno } from "../../src/libc/kernel.ts";
import { scratch } from "../../src/libc/memory.ts";

const TIOCSPTLCK = 0x40045431;
const TIOCGPTN = 0x80045430;
const TIOCSWINSZ = 0x5414;
const TCGETS = 0x5401;
/** Where struct termios has c_lflag, and the bit in it that means that what is typed is shown. */
const LFLAG = 12;
const ECHO = 0o10;

/** Reading finds nothing for now, or nobody has the terminal open any more. */
const NOTHING = [errno.EAGAIN, errno.EIO];

/** A terminal; `using` closes it. */
export class Terminal implements Disposable {
  readonly #fd = open("/dev/ptmx", O.RDWR | O.NOCTTY | O.NONBLOCK);
  readonly #buffer = new Uint8Array(65536);
  #output = "";
  /** The device that a program has to open as its input and output. */
  readonly path: string;

  constructor(rows: number, columns: number) {
    scratch.view.setInt32(0, 0, true);
    demand("ioctl", undefined, this.#fd, TIOCSPTLCK, scratch.address);
    demand("ioctl", undefined, this.#fd, TIOCGPTN, scratch.address);
    this.path = `/dev/pts/${scratch.view.getUint32(0, true)}`;
    this.resize(rows, columns);
  }

  /** Changes the size; who does not lead the terminal's session is not told by a signal. */
  resize(rows: number, columns: number): void {
    scratch.view.setBigUint64(0, 0n, true);
    scratch.view.setUint16(0, rows, true);
    scratch.view.setUint16(2, columns, true);
    demand("ioctl", undefined, this.#fd, TIOCSWINSZ, scratch.address);
  }

  /** Whether what is typed is shown. */
  get echoes(): boolean {
    demand("ioctl", undefined, this.#fd, TCGETS, scratch.address);
    return (scratch.view.getUint32(LFLAG, true) & ECHO) !== 0;
  }

  /**
   * Starts `program` with the terminal as its input and output, in a session that it leads: /dev/tty is
   * this terminal, whose keys for signals reach it.
   */
  start(program: string, args: readonly string[]): Deno.ChildProcess {
    const script = 'exec "$0" "$@" <"$TERMINAL" >"$TERMINAL" 2>&1';
    return new Deno.Command("setsid", {
      args: ["/bin/sh", "-c", script, program, ...args],
      env: { TERMINAL: this.path },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  }

  /** Types `keys`. */
  type(keys: string): void {
    writeAll(this.#fd, bytesOf(keys));
  }

  /** Everything that was written to the terminal so far, as a byte string. */
  get output(): string {
    for (;;) {
      const count = attemptWithBuffer("read", this.#fd, this.#buffer, this.#buffer.length);
      if (count > 0) this.#output += stringOf(this.#buffer, 0, count);
      else if (count === 0 || NOTHING.includes(lastErrno())) return this.#output;
      else check("read", count, this.path);
    }
  }

  /** The lines of the last whole screen, from the upper left corner on, without their colours. */
  get screen(): string[] {
    const last = this.output.split("\x1b[J").at(-2)?.split("\x1b[H").at(-1) ?? "";
    // deno-lint-ignore no-control-regex
    return last.replaceAll(/\x1b\[[0-9;?]*[a-zA-Z]/g, "").split("\r\n");
  }

  [Symbol.dispose](): void {
    close(this.#fd);
  }
}
