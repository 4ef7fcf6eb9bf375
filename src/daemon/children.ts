/**
 * Children of the daemon that the runtime has not started and knows nothing of.
 *
 * @module
 */

import { type Ending, reap } from "../libc/fork.ts";
import { signalName } from "../libc/signals.ts";

/** How a session process ended. */
export interface SessionStatus {
  readonly code: number;
  /** The name of the signal that killed it, or null. */
  readonly signal: string | null;
}

/** Forked children, which somebody has to wait for, or they would stay as zombies. */
export class Children {
  readonly #watched = new Map<number, (status: SessionStatus) => void>();
  #listening = false;

  /** Resolves when the child `pid` is gone and reaped; never rejects. */
  adopt(pid: number): Promise<SessionStatus> {
    this.#listen();
    return new Promise((resolve) => {
      this.#watched.set(pid, resolve);
      this.#reap(pid); // it may be gone already, and its signal with it
    });
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    // One signal may stand for several children.
    Deno.addSignalListener("SIGCHLD", () => {
      for (const pid of this.#watched.keys()) this.#reap(pid);
    });
  }

  #reap(pid: number): void {
    const ending = reap(pid);
    if (ending === undefined) return;
    this.#watched.get(pid)?.(statusOf(ending));
    this.#watched.delete(pid);
  }
}

function statusOf({ code, signal }: Ending): SessionStatus {
  return { code, signal: signal === null ? null : signalName(signal) };
}
