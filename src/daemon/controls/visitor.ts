/**
 * One client of the control socket: a request is read, an answer is written, that is all. Nothing
 * here waits.
 *
 * @module
 */

import {
  type Answer,
  encodeFrame,
  FrameReader,
  MOST_REQUEST,
  type Peer,
} from "../../controls/mod.ts";
import { close } from "../../libc/files.ts";
import { POLL } from "../../libc/poll.ts";
import { receive, send } from "../../libc/sockets.ts";

/** Milliseconds that a client has for everything. */
const PATIENCE = 10_000;

/** A connected client. */
export class Visitor {
  readonly #reader = new FrameReader(MOST_REQUEST);
  readonly #buffer = new Uint8Array(MOST_REQUEST);
  #out: Uint8Array<ArrayBuffer> | undefined;
  /** The moment (monotonic, ms) when it has been here long enough. */
  readonly due = performance.now() + PATIENCE;

  constructor(readonly fd: number, readonly peer: Peer) {}

  /** Events of poll(2) that it waits for. */
  get events(): number {
    return this.#out ? POLL.OUT : POLL.IN;
  }

  /**
   * What it asks for, once that has come; "gone" when nothing will come any more. Throws
   * `FrameRefused` and `SysError`.
   */
  hear(): readonly string[] | "gone" | undefined {
    const count = receive(this.fd, this.#buffer);
    if (count === undefined) return undefined;
    return count === 0 ? "gone" : this.#reader.push(this.#buffer.subarray(0, count));
  }

  /** Begins to answer; true if that is all done. Throws `SysError`. */
  answer({ done, lines }: Answer): boolean {
    this.#out = encodeFrame([done ? "0" : "1", ...lines.map((line) => line.replaceAll("\0", "?"))]);
    return this.goOn();
  }

  /** Goes on answering; true if that is all done. Throws `SysError`. */
  goOn(): boolean {
    while (this.#out && this.#out.length > 0) {
      const count = send(this.fd, this.#out);
      if (count === 0) return false;
      this.#out = this.#out.subarray(count);
    }
    return true;
  }

  /** Whether an answer is on its way. */
  get isAnswered(): boolean {
    return this.#out !== undefined;
  }

  /** Ends the connection. */
  close(): void {
    close(this.fd);
  }
}
