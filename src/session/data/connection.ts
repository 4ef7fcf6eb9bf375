/**
 * One open data connection (RFC 959 §3.2) and the waiting that belongs to it.
 *
 * @module
 */

import { isSysError } from "../../libc/sys_error.ts";
import { close } from "../../libc/files.ts";
import { POLL } from "../../libc/poll.ts";
import { receive, send } from "../../libc/sockets.ts";
import { sendfile } from "../../libc/transfer.ts";
import type { ControlConnection } from "../control.ts";
import { clientGone } from "../session_end.ts";
import type { Waiter } from "../waiter.ts";
import type { Pace } from "./pace.ts";

/** Why a transfer stopped before its end. */
export class TransferAborted extends Error {
  override readonly name = "TransferAborted";

  /** `by` tells the client's two ways apart: ABOR, or closing the data connection. */
  constructor(readonly by: "abor" | "peer") {
    super(by === "abor" ? "ABOR received" : "data connection closed by the client");
  }
}

/** What a connection is waited for to be. */
export type Direction = "readable" | "writable";

/** Bytes of the smaller block. */
const SMALL = 256 << 10;

/** Bytes after which other things get a turn even if the socket is never full or empty. */
const TURN = 64 << 20;

/**
 * Seconds that a transfer may stand still when the control connection has ended. What the client sent
 * before it went may still be on its way, and it may have closed its sending half only.
 */
const LAST_BYTES = 5;

/** A connected, non-blocking stream socket for one transfer. */
export class DataConnection {
  /** Bytes of the file that went through, in either direction. */
  bytes = 0;
  /** Bytes that went over the wire, which for TYPE A are others. */
  wireBytes = 0;
  /** How fast bytes may move; undefined for as fast as they can. */
  pace: Pace | undefined;
  /** Which side opened it: `passive` is the client. */
  manner: "active" | "passive" = "passive";
  /** Answers the commands that do not have to wait for the end of the transfer. */
  answer: (() => void) | undefined;
  /** What goes over it: the path of a file inside the client's root; "" for a listing. */
  subject = "";
  /** How many bytes there are to transfer, where that is known. */
  size: number | undefined;
  #open = true;
  /** Bytes that moved since the session last looked at anything else. */
  #unattended = 0;

  constructor(
    readonly fd: number,
    protected readonly waiter: Waiter,
    private readonly control: ControlConnection,
    /** Memory for data on its way through this process: the session's, one transfer at a time. */
    readonly block: Uint8Array<ArrayBuffer>,
  ) {}

  /** As much of `block` as stays in a processor's cache: for data that is looked at, or read again. */
  get smallBlock(): Uint8Array<ArrayBuffer> {
    return this.block.subarray(0, SMALL);
  }

  /** What the client and we have to agree on before data can go through, in one direction: nothing. */
  begin(_direction: Direction): void {}

  /** Says that all is sent, where there is a word for it other than the end itself. */
  finish(): void {}

  /** Sends what the socket takes of `buffer` now; how many bytes, 0 for none. */
  protected put(buffer: Uint8Array<ArrayBuffer>): number {
    return this.guard(() => send(this.fd, buffer));
  }

  /** Receives what is there, up to all of `buffer`; undefined for nothing yet, 0 at the end. */
  protected take(buffer: Uint8Array<ArrayBuffer>): number | undefined {
    return this.guard(() => receive(this.fd, buffer));
  }

  /** Whether `putFile` works. */
  get takesFiles(): boolean {
    return true;
  }

  /**
   * Sends up to `most` bytes of `file` from `offset` on, as sendfile(2) does; undefined for none now.
   * Throws `SysError`.
   */
  putFile(file: number, offset: number, most: number): number | undefined {
    return this.guard(() => sendfile(this.fd, file, offset, most));
  }

  /** What to wait for: bits of `POLL`. */
  protected eventsFor(direction: Direction): number {
    return direction === "readable" ? POLL.IN : POLL.OUT;
  }

  /**
   * Waits until the connection can be read (or written), at most until a timer ends the session.
   * Throws `TransferAborted` when the client sends ABOR meanwhile.
   */
  until(direction: Direction): void {
    const events = this.eventsFor(direction);
    const { timers } = this.waiter;
    this.#unattended = 0;
    if (this.control.hasPending && this.control.hasRoom()) this.control.fill();
    for (;;) {
      this.#demandInterest();
      this.answer?.();
      if (this.control.hasEnded) timers.start("gone", LAST_BYTES, clientGone);
      const watched = this.control.hasRoom() ? this.control.fd : -1;
      this.waiter.wait(this.fd, events, watched, POLL.IN | POLL.PRI);
      if (this.waiter.second !== 0) this.control.fill();
      if (this.waiter.first !== 0) {
        timers.stop("gone");
        this.#demandInterest();
        return;
      }
    }
  }

  /** Throws `TransferAborted` when the client does not want the transfer any more: it sent ABOR. */
  #demandInterest(): void {
    if (this.control.wantsAbort()) throw new TransferAborted("abor");
  }

  /** What is broken off must not pass for complete, because its end is seen before the ABOR that came first. */
  #listenForAbort(): void {
    if (this.control.hasRoom()) this.control.fill();
    this.#demandInterest();
  }

  /** How many of `count` bytes may be moved at once. */
  portion(count: number): number {
    return this.pace ? Math.min(count, this.pace.portion) : count;
  }

  /**
   * Lets time pass until the pace of the transfer allows more. Throws `TransferAborted` when the
   * client sends ABOR meanwhile.
   */
  slowDown(pace: Pace): void {
    const { control, waiter } = this;
    if (pace.delay(performance.now()) <= 0) return;
    // It is not the client who keeps the transfer waiting.
    waiter.timers.pause("stalled");
    for (;;) {
      this.#demandInterest();
      this.answer?.();
      const left = pace.delay(performance.now());
      if (left <= 0) break;
      waiter.pause(left, control.hasRoom() ? control.fd : -1, POLL.IN | POLL.PRI);
      if (waiter.second !== 0) control.fill();
    }
    waiter.timers.restart("stalled");
  }

  /** Tells that the transfer moved on by `count` bytes. */
  progress(count: number): void {
    this.bytes += count;
    this.wireBytes += count;
    this.pace?.moved(count, performance.now());
    this.#unattended += count;
    this.waiter.timers.restart("stalled");
  }

  /** Whether it is time to look at timers and the control connection, by `until`. */
  get isTurnOver(): boolean {
    return this.#unattended >= TURN;
  }

  /** Tells that `wire` of the bytes that moved stand for `file` bytes of the file: TYPE A. */
  converted(wire: number, file: number): void {
    this.bytes += file - wire;
  }

  /** Sends all of `buffer`; throws `TransferAborted` when the client has closed the connection. */
  sendAll(buffer: Uint8Array<ArrayBuffer>): void {
    for (let at = 0; at < buffer.length;) {
      if (this.pace) this.slowDown(this.pace);
      const end = at + this.portion(buffer.length - at);
      const count = this.put(buffer.subarray(at, end));
      if (count > 0) this.progress(count);
      at += count;
      if (count === 0 || this.isTurnOver) this.until("writable");
    }
  }

  /**
   * Receives into `buffer`: the number of bytes, 0 when the client has finished. Throws
   * `TransferAborted` where it has said ABOR before that end.
   */
  receive(buffer: Uint8Array<ArrayBuffer>): number {
    if (this.isTurnOver) this.until("readable");
    if (this.pace) this.slowDown(this.pace);
    const room = this.pace ? buffer.subarray(0, this.portion(buffer.length)) : buffer;
    for (;;) {
      const count = this.take(room);
      if (count === undefined) {
        this.until("readable");
        continue;
      }
      if (count === 0) this.#listenForAbort();
      this.progress(count);
      return count;
    }
  }

  /** Runs a call on the socket, turning a broken connection into `TransferAborted`. */
  guard<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (isSysError(error, "EPIPE", "ECONNRESET", "ETIMEDOUT", "ENOTCONN")) {
        throw new TransferAborted("peer");
      }
      throw error;
    }
  }

  /** Ends the connection: everything sent still arrives, then the client sees the end of the stream. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    close(this.fd);
  }
}
