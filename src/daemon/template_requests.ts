/**
 * What the daemon asks of the template of sessions, over a Unix socket: a message is a descriptor and
 * a byte that says what for. The answer to each is four bytes, the number of the new process or a
 * negative errno. Before the first one there are two others: the template's own number, told by the
 * process that it is a fork of, and 0, by which it says itself that it is ready.
 *
 * @module
 */

import { writeAll } from "../libc/files.ts";
import { type Received, receiveDescriptor } from "../libc/pass_descriptor.ts";
import { POLL, PollSet } from "../libc/poll.ts";

/** What the descriptor of a request is. */
export const ROLE = {
  /** A client's connection. */
  CLIENT: 1,
  /** A Unix socket over which a client will come. */
  SPARE: 2,
} as const;

/** Bytes of an answer. */
export const ANSWER_SIZE = 4;

/** The template's end. */
export class TemplateRequests {
  readonly #set = new PollSet(1);
  readonly #answer = new DataView(new ArrayBuffer(ANSWER_SIZE));

  constructor(private readonly socket: number) {}

  /** Waits for the next request; undefined when there will be none. Throws `SysError`. */
  next(): Received | undefined {
    do {
      this.#set.clear();
      this.#set.add(this.socket, POLL.IN);
    } while (this.#set.block(-1) === 0);
    return receiveDescriptor(this.socket);
  }

  /** Answers the request that was taken last. Throws `SysError`. */
  answer(pid: number): void {
    this.#answer.setInt32(0, pid, true);
    writeAll(this.socket, new Uint8Array(this.#answer.buffer));
  }
}
