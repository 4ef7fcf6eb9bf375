/**
 * The data channel: what PASV, EPSV, PORT and EPRT agreed on, until a transfer opens the connection.
 *
 * @module
 */

import { isSysError, SysError } from "../../libc/sys_error.ts";
import { close } from "../../libc/files.ts";
import { region } from "../../libc/memory.ts";
import { POLL } from "../../libc/poll.ts";
import { releaseMemory } from "../../libc/release_memory.ts";
import type { SocketAddress } from "../../libc/sockaddr.ts";
import {
  acceptFrom,
  bind,
  connect,
  getpeername,
  getsockname,
  setsockopt,
  SO,
  socket,
  socketError,
  SOL,
} from "../../libc/sockets.ts";
import { formatAddress, sameAddress } from "../../net/mod.ts";
import {
  AsciiKernel,
  type ByteRange,
  FtpError,
  reply,
  type TransferType,
} from "../../protocol/mod.ts";
import { strerror } from "../../libc/errno.ts";
import { errno } from "../../libc/errno.ts";
import { mayBeForeign } from "./foreign_address.ts";
import { DataConnection, TransferAborted } from "./connection.ts";
import type { Session } from "../session.ts";
import { sourcePort } from "./source_port.ts";
import { setSocketOptions } from "../socket_options.ts";

/** Where a transfer starts: what REST and RANG said, at most one of which is set. */
export interface TransferStart {
  /** In bytes. */
  readonly restart: number;
  readonly range: ByteRange | undefined;
}

/**
 * Bytes received at once: what a socket's buffer holds at most, by default. Fewer and larger steps are
 * what makes receiving cheap: with 256 KiB it takes a quarter more of the processor.
 */
const BLOCK = 4 << 20;

/** Bytes of the block that a session may keep when a transfer is over. */
const KEPT = 256 << 10;

function at(address: SocketAddress | undefined): string {
  return address ? `${formatAddress(address)}:${address.port}` : "nowhere";
}

/** Makes a data connection of a connected socket; `block` is memory for data on its way. */
export type MakeConnection = (
  ...parts: ConstructorParameters<typeof DataConnection>
) => DataConnection;

const plainConnection: MakeConnection = (...parts) => new DataConnection(...parts);

/** The agreement about the next data connection, and the connection while it is open. */
export class DataChannel {
  /** TYPE: `ascii` (lines end in CR LF on the wire) or `binary` (bytes as they are). */
  type: TransferType = "ascii";
  /** REST: where the next transfer starts, in bytes. */
  restart = 0;
  /** RANG: the part of the file that the next transfer is about. */
  range: ByteRange | undefined;
  /** EPSV ALL was given: PORT, EPRT and PASV are refused from then on (RFC 2428 §4). */
  onlyExtendedPassive = false;
  /** PROT P: makes the data connections; undefined for such as have no protection. */
  protect: MakeConnection | undefined;
  /** The port that PASV or EPSV told, or that PORT or EPRT named, while that is agreed on. */
  port: number | undefined;

  /** Costs nothing until it is used: untouched pages have no memory behind them. */
  readonly #block = region(BLOCK);
  #kernel: AsciiKernel | "none" | undefined;
  #listener: number | undefined;
  #target: SocketAddress | undefined;
  #connection: DataConnection | undefined;

  constructor(private readonly session: Session) {}

  /** The loops for large texts, compiled when they are first asked for; undefined for none. */
  get asciiKernel(): AsciiKernel | undefined {
    this.#kernel ??= AsciiKernel.make() ?? "none";
    return this.#kernel === "none" ? undefined : this.#kernel;
  }

  /** What REST and RANG said, for the one command that uses it, whatever becomes of that. */
  takeStart(): TransferStart {
    const { restart, range } = this;
    this.restart = 0;
    this.range = undefined;
    return { restart, range };
  }

  /** The next connection is one that the client opens to the listening socket `listener`. */
  setPassive(listener: number, port: number): void {
    this.reset();
    this.#listener = listener;
    this.port = port;
  }

  /** The next connection is one that we open to `target`. */
  setActive(target: SocketAddress): void {
    this.reset();
    this.#target = target;
    this.port = target.port;
  }

  /** Takes back what PASV or EPSV told; what PORT or EPRT named stays. */
  closeListener(): void {
    if (this.#listener !== undefined) this.reset();
  }

  /** Forgets any agreement and closes what belongs to it. */
  reset(): void {
    if (this.#listener !== undefined) close(this.#listener);
    this.#listener = undefined;
    this.#target = undefined;
    this.port = undefined;
    if (!this.#connection) return;
    this.#connection.close();
    if (this.#connection.bytes > KEPT) releaseMemory(this.#block);
    this.#connection = undefined;
  }

  /** The data connection that is open right now. */
  get connection(): DataConnection | undefined {
    return this.#connection;
  }

  /**
   * Opens the data connection. Throws `FtpError` 425 where that fails, `TransferAborted` when the
   * client sends ABOR before it is there. The agreement is used up either way.
   */
  open(): DataConnection {
    const { waiter, control } = this.session;
    try {
      const fd = this.#listener !== undefined ? this.#accept(this.#listener) : this.#connect();
      const how = this.#listener === undefined ? "active" : "passive";
      this.reset();
      this.session.log.debug(
        4,
        () => `${how} data connection opened - local  : ${at(getsockname(fd))}`,
        "data",
      );
      this.session.log.debug(
        4,
        () => `${how} data connection opened - remote : ${at(getpeername(fd))}`,
        "data",
      );
      const connect = this.protect ?? plainConnection;
      this.#connection = connect(fd, waiter, control, this.#block.bytes);
      this.#connection.manner = how;
      return this.#connection;
    } catch (error) {
      this.reset();
      if (error instanceof SysError) {
        throw new FtpError(reply(425, `Unable to build data connection: ${error.reason}`));
      }
      throw error;
    }
  }

  #accept(listener: number): number {
    const { session } = this;
    for (;;) {
      const accepted = acceptFrom(listener);
      if (accepted === undefined) {
        this.#until(listener, POLL.IN);
        continue;
      }
      const { fd, peer } = accepted;
      if (peer && (sameAddress(peer, session.client.address) || mayBeForeign(session, peer))) {
        return fd;
      }
      close(fd);
      session.log.notice(
        `SECURITY VIOLATION: Passive connection from ${
          peer ? formatAddress(peer) : "a local socket"
        } rejected.`,
      );
    }
  }

  #connect(): number {
    const target = this.#target;
    if (!target) throw new SysError("connect", errno.ECONNREFUSED);
    const { config, local, log } = this.session;
    const port = sourcePort(config, local.address.port);
    if (port !== undefined) {
      try {
        return this.#connectFrom(port, target);
      } catch (error) {
        if (!isSysError(error, "EACCES", "EADDRINUSE", "EADDRNOTAVAIL")) throw error;
        log.debug(1, `active connection from port ${port}: ${strerror(error.errno)}`, "data");
      }
    }
    return this.#connectFrom(0, target);
  }

  /** Connects from `port`; 0 is any. */
  #connectFrom(port: number, target: SocketAddress): number {
    const { config, kept, local } = this.session;
    const fd = socket(target.family);
    try {
      setsockopt(fd, SOL.SOCKET, SO.REUSEADDR, 1);
      setSocketOptions(fd, config);
      kept.use("bind", () => bind(fd, { ...local.address, port }));
      if (!connect(fd, target)) {
        this.#until(fd, POLL.OUT);
        const failure = socketError(fd);
        if (failure !== 0) throw new SysError("connect", failure);
      }
      return fd;
    } catch (error) {
      close(fd);
      if (isSysError(error, "EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL")) {
        this.session.log.debug(1, `active connection: ${strerror(error.errno)}`, "data");
      }
      throw error;
    }
  }

  /** Waits for `fd`, but no longer than until the client thinks better of it. */
  #until(fd: number, events: number): void {
    const { waiter, control } = this.session;
    for (;;) {
      if (control.wantsAbort() || control.hasEnded) throw new TransferAborted("abor");
      waiter.wait(fd, events, control.hasRoom() ? control.fd : -1, POLL.IN | POLL.PRI);
      if (waiter.second !== 0) control.fill();
      if (waiter.first !== 0) return;
    }
  }
}
