/**
 * Telling a service manager how the daemon is: sd_notify(3), the protocol of systemd and others.
 *
 * @module
 */

import { bytesOf } from "../libc/bytes.ts";
import { environment } from "../libc/environment.ts";
import { close } from "../libc/files.ts";
import { getpid } from "../libc/process.ts";
import { connectUnix, send, socket } from "../libc/sockets.ts";
import { isSysError } from "../libc/sys_error.ts";
import { monotonicMicroseconds } from "../libc/monotonic.ts";

/** The service manager that started this process, if one did. */
export class ServiceManager {
  /** Where it listens; a `@` in front stands for the NUL of an abstract address (unix(7)). */
  readonly #address = environment().get("NOTIFY_SOCKET")?.replace(/^@/, "\0");

  /** Clients can come. Says who the daemon is, too: not who was started, where that went its way. */
  ready(): void {
    this.#tell(`READY=1\nMAINPID=${getpid()}`);
  }

  /** The configuration is read again; `ready` follows. */
  reloading(): void {
    this.#tell(`RELOADING=1\nMONOTONIC_USEC=${monotonicMicroseconds()}`);
  }

  /** The end has begun. */
  stopping(): void {
    this.#tell("STOPPING=1");
  }

  /** A manager that does not listen is no reason to stop. */
  #tell(state: string): void {
    if (!this.#address) return;
    const fd = socket("unix", "datagram");
    try {
      connectUnix(fd, this.#address);
      send(fd, bytesOf(state));
    } catch (error) {
      if (!isSysError(error)) throw error;
    } finally {
      close(fd);
    }
  }
}
