/**
 * A data connection under TLS (RFC 4217 section 9).
 *
 * @module
 */

import { OpenSslError } from "../../libc/openssl/errors.ts";
import { TlsStream, TlsTruncated } from "../../libc/openssl/stream.ts";
import { receive, shutdown } from "../../libc/sockets.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { FtpError, reply } from "../../protocol/mod.ts";
import { DataConnection, type Direction, TransferAborted } from "../../session/data/connection.ts";
import { EVENTS } from "./control_protection.ts";
import type { SiteToSite } from "./site_to_site.ts";
import { shakeHands } from "./shake_hands.ts";
import type { TlsSession } from "./tls_session.ts";

/** Bytes that are taken from the connection before they are written to the file. */
const GATHERED = 256 << 10;

/** Bytes of a whole TLS record. */
const RECORD = 16 << 10;

/** How often a client that goes on sending after its end is listened to. */
const LAST_LOOKS = 16;

/** One data connection. */
export class SecureDataConnection extends DataConnection {
  readonly #tls: TlsSession;
  readonly #outgoing: SiteToSite | undefined;
  readonly #stream: TlsStream;
  #isShaking = true;
  #isFinished = false;
  #takesFiles = false;
  #isReceiving = false;
  /** Bytes until the keys are changed. */
  #untilChange: number;

  /** `outgoing` where the other end is another server, whose client we are. */
  constructor(
    tls: TlsSession,
    outgoing: SiteToSite | undefined,
    ...parts: ConstructorParameters<typeof DataConnection>
  ) {
    super(...parts);
    this.#tls = tls;
    this.#outgoing = outgoing;
    this.#stream = outgoing?.begin(this.fd) ?? new TlsStream(tls.context(), this.fd);
    this.#untilChange = tls.keyChange.data ?? Infinity;
  }

  /** The handshake. Throws `FtpError` 425 when it fails, and `TransferAborted`. */
  override begin(direction: Direction): void {
    // Whoever has a ticket of this session may have its data connections: strangers get none.
    if (!this.#outgoing) this.#stream.giveNoTickets();
    if (direction === "readable") this.#stream.readAhead();
    const { timers } = this.waiter;
    const { seconds } = this.#tls;
    timers.start("handshake", seconds, () => {
      this.#tls.log.write(`TLS negotiation timed out (${seconds} seconds)`);
      throw refused();
    });
    try {
      this.#shakeHands();
      this.#demandAccess();
      // Clients that upload read nothing: closing a socket with a ticket unread in it would reset the
      // connection, and lose what is on its way. From downloads some take the ticket for the next one;
      // not those that came without any (`NoSessionReuseRequired`), of whom one may be a stranger.
      const isTaken = direction === "writable" && !this.#outgoing && this.#stream.isResumed;
      if (isTaken && this.#stream.giveTicket()) {
        this.#shakeHands();
        this.#tls.reuse.hasGivenTicket(this.#stream);
      }
    } catch (error) {
      const isTls = error instanceof OpenSslError || error instanceof TlsTruncated;
      if (!isTls && !isSysError(error)) throw error;
      this.#tls.noteFailure(error);
      this.#tls.log.write("unable to open data connection: TLS negotiation failed");
      throw refused();
    } finally {
      timers.stop("handshake");
    }
    this.#isShaking = false;
    this.#takesFiles = this.#stream.isKernels;
  }

  #shakeHands(): void {
    shakeHands(this.#stream, this.fd, (need) => this.until(need));
  }

  /** Throws `FtpError` 425 where the other end may not have this connection. */
  #demandAccess(): void {
    const stream = this.#stream;
    if (this.#outgoing?.accepts(stream, this.fd) ?? this.#tls.accepts(stream)) return;
    stream.sayGoodbye();
    stream.disown();
    this.#isFinished = true;
    throw refused();
  }

  protected override eventsFor(direction: Direction): number {
    if (this.#isShaking) return EVENTS[direction];
    const { readNeeds, writeNeeds } = this.#stream;
    return EVENTS[direction === "readable" ? readNeeds : writeNeeds];
  }

  protected override put(buffer: Uint8Array<ArrayBuffer>): number {
    return this.#doing(() => this.#stream.write(buffer));
  }

  protected override take(buffer: Uint8Array<ArrayBuffer>): number | undefined {
    const room = buffer.subarray(0, GATHERED);
    this.#isReceiving = true;
    let done = 0;
    // A record at a time is what there is to have; the file gets them by the dozen.
    while (done === 0 || room.length - done >= RECORD) {
      const count = this.#doing(() => this.#stream.read(room.subarray(done)));
      if (count === undefined) return done === 0 ? undefined : done;
      if (count === 0) return done;
      done += count;
    }
    return done;
  }

  override progress(count: number): void {
    super.progress(count);
    this.#untilChange -= count;
    if (this.#untilChange > 0) return;
    this.#untilChange = this.#tls.keyChange.data ?? Infinity;
    // Who sends has to see to the keys (RFC 8446 section 5.5). A client that was asked to would read that
    // after its end of an upload, and answer to a connection that is closed already.
    if (!this.#isReceiving) this.#stream.changeKeys(false);
  }

  override get takesFiles(): boolean {
    return this.#takesFiles;
  }

  override putFile(file: number, offset: number, most: number): number | undefined {
    return this.#doing(() => this.#stream.sendFile(file, offset, most));
  }

  /** Sends close_notify: without it the client could not tell the end from a cut. */
  override finish(): void {
    this.#isShaking = true; // what is waited for is what the goodbye needs
    for (;;) {
      const need = this.#stream.sayGoodbye();
      if (need === undefined) break;
      this.until(need);
    }
    if (this.#outgoing) this.#awaitTheirEnd();
    this.#isFinished = true;
  }

  /**
   * Waits until the other server, which has everything then, has closed the connection. Its tickets may
   * come after all is sent (TLS 1.3): to a closed socket they would reset the connection, and what is on
   * its way would be lost.
   */
  #awaitTheirEnd(): void {
    const { timers } = this.waiter;
    timers.start("handshake", this.#tls.seconds, () => {
      this.#tls.log.write("the other server does not close the data connection");
      throw new TransferAborted("peer");
    });
    try {
      this.guard(() => shutdown(this.fd, "write"));
      for (;;) {
        const count = this.guard(() => receive(this.fd, this.smallBlock));
        if (count === 0) return;
        if (count === undefined) this.until("readable");
      }
    } finally {
      timers.stop("handshake");
    }
  }

  override close(): void {
    this.#stream.free();
    if (this.#isFinished) this.#listenToTheEnd();
    super.close();
  }

  /** Closing a socket with something unread in it would reset it, and lose what is on its way. */
  #listenToTheEnd(): void {
    const rest = this.smallBlock;
    try {
      shutdown(this.fd, "write");
      for (let look = 0; look < LAST_LOOKS; look++) {
        const count = receive(this.fd, rest);
        if (count === undefined || count === 0) return;
      }
    } catch (error) {
      if (!isSysError(error)) throw error; // the client has closed it already
    }
  }

  /** Runs a call on the stream; everything that breaks it is `TransferAborted`. */
  #doing<T>(call: () => T): T {
    try {
      return this.guard(call);
    } catch (error) {
      if (!(error instanceof OpenSslError) && !(error instanceof TlsTruncated)) throw error;
      this.#tls.noteFailure(error);
      throw new TransferAborted("peer");
    }
  }
}

function refused(): FtpError {
  return new FtpError(reply(425, "Unable to build data connection: Operation not permitted"));
}
