/**
 * The system's logger, by way of its socket, in the form that syslog(3) sends (RFC 3164).
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { close } from "../libc/files.ts";
import { setNonBlocking } from "../libc/process.ts";
import { connectUnix, send, setSendTimeout, socket } from "../libc/sockets.ts";
import { isSysError } from "../libc/sys_error.ts";
import { syslogTime } from "../libc/time.ts";
import { type Facility, priority } from "./facility.ts";
import { severity } from "./level.ts";
import { type Entry, type EntrySink, LossCount, lossReport } from "./sink.ts";

/** Whom to log as, and where to. */
export interface SyslogOptions {
  readonly pid: number;
  /** SyslogFacility, for everything; where it is not given, `daemon`, and `authpriv` for logins. */
  readonly facility?: Facility;
  /** The logger's socket: /dev/log unless said. */
  readonly path?: string;
}

/** How long a message may wait for a logger that is busy, in milliseconds. */
const PATIENCE = 200;

/** How often a logger that is not there is looked for, in milliseconds. */
const RETRY = 1000;

/**
 * Messages to the system's logger. One that is restarted is found again; while there is none,
 * messages are lost, and the first one that gets through is followed by a count of them. Make it
 * before chroot(2): inside, the connection of before is all there is.
 */
export class SyslogSink implements EntrySink {
  readonly #losses = new LossCount();
  #fd = -1;
  /** What ends a message: nothing in a datagram, a NUL in a stream. */
  #end = "";
  /** No attempt to connect or to wait for the logger before this, in ms of the monotonic clock. */
  #quietUntil = 0;

  constructor(private readonly options: SyslogOptions) {
    this.#connect();
  }

  write(entry: Entry): void {
    if (!this.#deliver(this.#format(entry))) return;
    const losses = this.#losses.take();
    if (losses) this.#deliver(this.#format({ ...entry, text: lossReport(losses) }));
  }

  close(): void {
    if (this.#fd !== -1) close(this.#fd);
    this.#fd = -1;
  }

  #format({ time, level, auth, about, text }: Entry): string {
    const { facility = auth ? "authpriv" : "daemon", pid } = this.options;
    const number = priority(facility, severity(level));
    const separator = about === "" ? "" : " -";
    return `<${number}>${syslogTime(time / 1000)} proftpd[${pid}]:${about}${separator} ${text}`;
  }

  #deliver(message: string): boolean {
    if (this.#fd !== -1 && performance.now() < this.#quietUntil) {
      this.#losses.add("the system's logger does not keep up");
      return false;
    }
    // Twice: the first attempt may find that the logger has been restarted.
    for (let tries = 0; tries < 2; tries++) {
      if (this.#fd === -1 && !this.#connect()) return false;
      try {
        const bytes = bytesOf(message + this.#end);
        if (send(this.#fd, bytes) === bytes.length) return true;
        this.#quietUntil = performance.now() + RETRY;
        this.#losses.add("the system's logger does not keep up");
        if (this.#end !== "") this.close(); // half a message would spoil the next one
        return false;
      } catch (error) {
        if (!isSysError(error)) throw error;
        this.close();
        if (tries === 1) this.#losses.add(error.reason);
      }
    }
    return false;
  }

  #connect(): boolean {
    if (performance.now() < this.#quietUntil) {
      this.#losses.add("the system's logger is not there");
      return false;
    }
    for (const kind of ["datagram", "stream"] as const) {
      let fd = -1;
      try {
        fd = socket("unix", kind);
        connectUnix(fd, this.options.path ?? "/dev/log");
        setNonBlocking(fd, false);
        setSendTimeout(fd, PATIENCE);
        this.#fd = fd;
        this.#end = kind === "stream" ? "\0" : "";
        return true;
      } catch (error) {
        if (!isSysError(error)) throw error;
        if (fd !== -1) close(fd);
        if (error.code === "EPROTOTYPE") continue; // the logger listens for streams, as some do
        this.#losses.add(error.reason);
        break;
      }
    }
    this.#quietUntil = performance.now() + RETRY;
    return false;
  }
}
