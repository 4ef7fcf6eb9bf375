/**
 * The ports that clients connect to: opened as the configuration says, and looked at by turns.
 *
 * @module
 */

import { POLL, type PollSet } from "../libc/poll.ts";
import { isSysError } from "../libc/sys_error.ts";
import type { SystemLog } from "../log/mod.ts";
import { type Listener, openListeners } from "../net/mod.ts";
import { asRoot } from "../privilege/mod.ts";
import { tcpBackLog, useIPv6 } from "../settings/mod.ts";
import { unusedSocket } from "./inherited_sockets.ts";
import type { Loaded } from "./load.ts";
import { Shortage } from "./shortage.ts";

/**
 * Milliseconds for which connections are taken from one listener before the others, signals and
 * ended sessions get their turn: on a busy machine, the start of a process takes longer than that.
 */
const SLICE = 10;

/** The listening sockets of one daemon. */
export class Ports {
  #listeners: readonly Listener[] = [];
  readonly #shortage = new Shortage();
  /** The listeners that the last set waits for, each with its place there. */
  #watched: readonly (readonly [Listener, number])[] = [];

  /** `inherited` were open at the start; `ipv6` comes before `UseIPv6`. */
  constructor(
    private readonly inherited: readonly Listener[],
    private readonly ipv6: boolean | undefined,
  ) {}

  /**
   * Listens where `loaded` says, and nowhere else. Throws `BindError` and `SysError`; what it listened
   * to before is closed by then, as far as it was not wanted any more.
   */
  open({ main, bindings }: Loaded, log: SystemLog): void {
    const options = { useIPv6: this.ipv6 ?? main.get(useIPv6), backlog: main.get(tcpBackLog) };
    this.#listeners = asRoot(() =>
      openListeners(bindings.endpoints, options, this.#listeners, this.inherited)
    );
    for (const listener of this.inherited) {
      if (!this.#listeners.includes(listener)) log.warning(unusedSocket(listener));
    }
  }

  /** Tells the log where it listens. */
  describe(log: SystemLog): void {
    for (const { address, port } of this.#listeners) {
      log.debug(3, `listening on port ${port} (${address.family})`, "binding");
    }
  }

  /** Descriptors that a set has to have room for. */
  get descriptors(): number {
    return this.#listeners.length;
  }

  /** Adds to `set` what becomes readable when a client comes; nothing while there is a shortage. */
  addTo(set: PollSet): void {
    const listeners = this.#shortage.lasts ? [] : this.#listeners;
    this.#watched = listeners.map((listener) => [listener, set.add(listener.fd, POLL.IN)]);
  }

  /** Whether the last set waits for nobody. */
  get isDeaf(): boolean {
    return this.#watched.length === 0;
  }

  /** The listeners at which somebody has come, after a wait for `set`. */
  ready(set: PollSet): readonly Listener[] {
    return this.#watched.flatMap(([listener, place]) => set.events(place) === 0 ? [] : [listener]);
  }

  /** Passes the connections that wait at `listener` to `serve`, for a slice of time. */
  take(listener: Listener, serve: (connection: number) => void, log: SystemLog): void {
    const end = performance.now() + SLICE;
    do {
      let connection: number | undefined;
      try {
        connection = listener.accept();
      } catch (error) {
        // Out of descriptors or memory, above all: the connection waits in the kernel.
        if (!isSysError(error)) throw error;
        log.error(`unable to accept a connection: ${error.reason}`);
        return this.#shortage.begin();
      }
      if (connection === undefined) return;
      serve(connection);
    } while (performance.now() < end);
  }

  /** Listens no more. */
  close(): void {
    for (const listener of this.#listeners) listener.close();
  }
}
