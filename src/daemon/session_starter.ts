/**
 * From an accepted connection to a running session: one child process for each client, with the
 * connection as its descriptor 0, exactly as a superserver would start it.
 *
 * This is also where spare sessions, started ahead of need, would get their connection from: the
 * daemon knows no more than `start`.
 *
 * @module
 */

import { close, O, open } from "../libc/files.ts";
import { duplicate, duplicateOnto } from "../libc/process.ts";

/** How to start a copy of this program. */
export interface ProgramCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** A started session. */
export interface SessionProcess {
  readonly pid: number;
  /** Resolves when the process is gone and reaped; never rejects. */
  readonly ended: Promise<SessionStatus>;
}

/** How a session process ended. */
export interface SessionStatus {
  readonly code: number;
  /** The signal that killed it, or null. */
  readonly signal: string | null;
}

/** Starts session processes. */
export class SessionStarter {
  /** Descriptor 0 of the daemon itself, /dev/null, put back after each start. */
  readonly #own: number;

  /** `verbose`: whether sessions share the daemon's standard error (`-n`). */
  constructor(private readonly program: ProgramCommand, private readonly verbose: boolean) {
    const nothing = open("/dev/null", O.RDWR);
    duplicateOnto(nothing, 0, false);
    close(nothing);
    this.#own = duplicate(0);
  }

  /**
   * Hands `connection` to a new process, which also inherits the descriptors `inherited` and is told
   * their numbers, and closes it here. The three steps run without a turn of the event loop between
   * them, so no other child can inherit the wrong descriptor. Throws what `spawn` throws (no
   * processes or no memory left).
   */
  start(connection: number, inherited: readonly number[]): SessionProcess {
    try {
      duplicateOnto(connection, 0, true);
      const child = new Deno.Command(this.program.command, {
        args: [...this.program.args, "@session", ...inherited.map(String)],
        stdin: "inherit",
        stdout: "null",
        stderr: this.verbose ? "inherit" : "null",
      }).spawn();
      const ended = child.status.then(({ code, signal }) => ({ code, signal }));
      return { pid: child.pid, ended };
    } finally {
      duplicateOnto(this.#own, 0, false);
      close(connection);
    }
  }
}
