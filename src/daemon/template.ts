/**
 * The daemon's end of the template of sessions: a process that has everything loaded and makes, by
 * fork, a session for whatever descriptor it is sent.
 *
 * The sessions are children of the daemon, not of the template; so the one can end and be replaced
 * while the others go on.
 *
 * @module
 */

import { close } from "../libc/files.ts";
import { sendDescriptor } from "../libc/pass_descriptor.ts";
import { POLL, PollSet } from "../libc/poll.ts";
import { kill } from "../libc/process.ts";
import { SIGNAL } from "../libc/signals.ts";
import { receive, shutdown } from "../libc/sockets.ts";
import { isSysError, SysError } from "../libc/sys_error.ts";
import { ANSWER_SIZE } from "./template_requests.ts";

/** What becomes of a request: one of the two is called, once. */
export interface Outcome {
  /** There is a session, the process `pid`. */
  made(pid: number): void;
  /** There is none: the system has no room for it, or (undefined) there is no template any more. */
  failed(error: SysError | undefined): void;
}

/**
 * Milliseconds that a template has to answer what it was asked before it is ended by force. It needs
 * one for each; on a machine with far too much to do, seconds for the sixty-four of one turn.
 */
const PATIENCE = 20_000;

/** Milliseconds without a word after which a template that has something to say is taken for stuck. */
const SILENCE = 10_000;

/** A running template. */
export class Template {
  readonly #asked: Outcome[] = [];
  readonly #buffer = new Uint8Array(256 * ANSWER_SIZE);
  #filled = 0;
  #pid: number | undefined;
  #isLaunched = false;
  #isDismissed = false;
  #ready = false;
  #ended = false;
  /** Since when (monotonic, ms) it has had something to say: at first, that it is ready. */
  #silentSince: number | undefined = performance.now();

  /**
   * `socket` is our end of its descriptor 0; `introduced` is called with the template's own number:
   * it is a fork of the process that was started, `launcher`, and a child of this one.
   */
  constructor(
    readonly socket: number,
    private readonly launcher: number,
    private readonly introduced: (pid: number) => void,
  ) {}

  /** Whether it has gone, or was dismissed: nothing can be asked of it any more. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether it has not said for far too long what it has to say. */
  get isStuck(): boolean {
    const since = this.#silentSince;
    return !this.#ended && since !== undefined && performance.now() - since > SILENCE;
  }

  /** Whether it has loaded everything, and can be asked. */
  get ready(): boolean {
    return this.#ready;
  }

  /**
   * Asks for a session with a copy of `descriptor`, in the role `role`. False when the template
   * takes no request now. Throws `SysError`.
   */
  ask(descriptor: number, role: number, outcome: Outcome): boolean {
    if (this.#ended || !this.#ready || !sendDescriptor(this.socket, descriptor, role)) return false;
    this.#asked.push(outcome);
    this.#silentSince ??= performance.now();
    return true;
  }

  /** Takes what answers there are. To be called when the socket is readable. */
  listen(): void {
    for (;;) {
      let count: number | undefined;
      try {
        count = receive(this.socket, this.#buffer.subarray(this.#filled));
      } catch (error) {
        // It went without having read everything: an end like any other.
        if (!isSysError(error, "ECONNRESET", "EPIPE")) throw error;
        count = 0;
      }
      if (count === undefined) return;
      if (count === 0) return this.close();
      this.#filled += count;
      this.#take();
    }
  }

  /** The process that it is a fork of has ended: by now that has told its number, if it came to be. */
  launched(): void {
    this.#isLaunched = true;
    if (this.#isDismissed) this.#leave();
  }

  /**
   * Has it do what it was asked and end; when this returns, all outcomes are known. One that is not
   * ready has been asked nothing, and ends when it finds that it will not be.
   */
  dismiss(): void {
    if (this.#ended) return;
    shutdown(this.socket, "write");
    if (!this.#ready) {
      this.#isDismissed = true;
      if (this.#isLaunched) this.#leave();
      return;
    }
    this.#await(() => this.#asked.length === 0);
    if (this.#asked.length > 0) this.abort();
    else this.close();
  }

  /** Ends it by force; what it has not done by now has failed. */
  abort(): void {
    const pid = this.#pid ?? (this.#isLaunched ? undefined : this.launcher);
    if (pid !== undefined) {
      kill(pid, SIGNAL.KILL);
      // What it has made until then it has told, and a second session for that client must not be.
      this.#await(() => this.#ended);
    }
    this.close();
  }

  /** Takes what it has told, and that is all. */
  #leave(): void {
    this.listen();
    this.close();
  }

  /** Takes answers until `enough`, or for as long as anybody may be made to wait. */
  #await(enough: () => boolean): void {
    const set = new PollSet(1);
    const deadline = performance.now() + PATIENCE;
    while (!enough() && !this.#ended) {
      const left = Math.ceil(deadline - performance.now());
      if (left <= 0) return;
      set.clear();
      set.add(this.socket, POLL.IN);
      if (set.block(left) > 0) this.listen();
    }
  }

  #take(): void {
    const view = new DataView(this.#buffer.buffer);
    let at = 0;
    for (; at + ANSWER_SIZE <= this.#filled; at += ANSWER_SIZE) {
      const answer = view.getInt32(at, true);
      if (this.#pid === undefined) {
        this.#pid = answer;
        this.introduced(answer);
      } else if (answer === 0) this.#ready = true;
      else if (answer > 0) this.#asked.shift()?.made(answer);
      else this.#asked.shift()?.failed(new SysError("clone", -answer));
    }
    if (at > 0) {
      const isExpected = !this.#ready || this.#asked.length > 0;
      this.#silentSince = isExpected ? performance.now() : undefined;
    }
    this.#buffer.copyWithin(0, at, this.#filled);
    this.#filled -= at;
  }

  /** Closes the socket; what was not answered has failed. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    close(this.socket);
    for (const outcome of this.#asked.splice(0)) outcome.failed(undefined);
  }
}
