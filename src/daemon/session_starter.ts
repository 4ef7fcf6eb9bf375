/**
 * From an accepted connection to a running session: one child process for each client.
 *
 * Starting a process of this runtime takes some 20 ms, more than everything else that happens until
 * the greeting. So a few *spare* sessions are started ahead of need. They wait, with everything
 * loaded, until they are handed a connection over a Unix socket; another one is started in the place
 * of each that goes. When none is left, a session is started with the connection as its descriptor
 * 0, exactly as a superserver would.
 *
 * @module
 */

import { close, O, open } from "../libc/files.ts";
import { sendDescriptor } from "../libc/pass_descriptor.ts";
import { duplicate, duplicateOnto, kill } from "../libc/process.ts";
import { socketpair } from "../libc/sockets.ts";

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

/** A session without a client. */
interface Spare extends SessionProcess {
  /** Our end of its descriptor 0. */
  readonly socket: number;
}

const SIGTERM = 15;

/** Digits of a number on a session's command line. */
const ROOM = 256;

/** The number `fd` with zeros in front: a long command line is room for a long title in `ps`. */
function roomy(fd: number): string {
  return `${fd}`.padStart(ROOM, "0");
}

/** Starts session processes. Its methods need the right to start programs as root (`asRoot`). */
export class SessionStarter {
  /** Descriptor 0 of the daemon itself, /dev/null, put back after each start. */
  readonly #own: number;
  #spares: Spare[] = [];
  #inherited: readonly number[] = [];

  /** `verbose`: whether sessions share the daemon's standard error (`-n`). */
  constructor(private readonly program: ProgramCommand, private readonly verbose: boolean) {
    const nothing = open("/dev/null", O.RDWR);
    duplicateOnto(nothing, 0, false);
    close(nothing);
    this.#own = duplicate(0);
  }

  /**
   * Says which descriptors sessions inherit from now on: the configuration first. Spare sessions
   * that know others are dismissed.
   */
  setInherited(inherited: readonly number[]): void {
    this.dismiss();
    this.#inherited = inherited;
  }

  /** Ends all spare sessions. */
  dismiss(): void {
    for (const { socket, pid } of this.#spares) {
      close(socket);
      kill(pid, SIGTERM);
    }
    this.#spares = [];
  }

  /** How many spare sessions wait for a client. */
  get spares(): number {
    return this.#spares.length;
  }

  /** Starts one more spare session. Throws what `spawn` throws. */
  prepare(): void {
    const [ours, theirs] = socketpair();
    let spare: Spare;
    try {
      spare = { ...this.#spawn(theirs, "@spare"), socket: ours };
    } catch (error) {
      close(ours);
      throw error;
    }
    this.#spares.push(spare);
    spare.ended.then(() => {
      const index = this.#spares.indexOf(spare);
      if (index < 0) return; // it has been given a client, or dismissed
      this.#spares.splice(index, 1);
      close(ours);
    });
  }

  /**
   * Gives `connection` to a session, and closes it here. Throws what `spawn` throws (no processes or
   * no memory left).
   */
  start(connection: number): SessionProcess {
    for (let spare = this.#spares.shift(); spare; spare = this.#spares.shift()) {
      const given = sendDescriptor(spare.socket, connection);
      close(spare.socket);
      if (!given) continue;
      close(connection);
      return spare;
    }
    return this.#spawn(connection, "@session");
  }

  /**
   * Starts a process with `descriptor` as its descriptor 0, and closes it here. The three steps run
   * without a turn of the event loop between them, so no other child can inherit the wrong one.
   */
  #spawn(descriptor: number, role: "@session" | "@spare"): SessionProcess {
    try {
      duplicateOnto(descriptor, 0, true);
      const child = new Deno.Command(this.program.command, {
        args: [...this.program.args, role, ...this.#inherited.map(roomy)],
        stdin: "inherit",
        stdout: "null",
        stderr: this.verbose ? "inherit" : "null",
      }).spawn();
      const ended = child.status.then(({ code, signal }) => ({ code, signal }));
      return { pid: child.pid, ended };
    } finally {
      duplicateOnto(this.#own, 0, false);
      close(descriptor);
    }
  }
}
