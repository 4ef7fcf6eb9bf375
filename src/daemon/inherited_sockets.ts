/**
 * Listening sockets that a service manager has opened: socket activation, sd_listen_fds(3). systemd
 * binds the ports, starts the daemon at the first connection or before, and keeps the ports while
 * the daemon is restarted.
 *
 * @module
 */

import { environment } from "../libc/environment.ts";
import { getpid, getppid, isOpen, setInheritable } from "../libc/process.ts";
import { formatAddress, Listener } from "../net/mod.ts";

/** The first descriptor that is handed over (SD_LISTEN_FDS_START). */
const FIRST = 3;

/** What has been handed over. */
export interface InheritedSockets {
  readonly listeners: readonly Listener[];
  /** What is wrong with the other descriptors, one line each. */
  readonly warnings: readonly string[];
}

/**
 * The sockets meant for this process, or (`detached`) for the command that started it in the
 * background. They are closed to sessions from now on. Throws `SysError`.
 */
export function inheritedSockets(detached: boolean): InheritedSockets {
  const env = environment();
  const addressee = detached ? getppid() : getpid();
  if (env.get("LISTEN_PID") !== `${addressee}`) return { listeners: [], warnings: [] };
  const names = env.get("LISTEN_FDNAMES")?.split(":") ?? [];
  const listeners: Listener[] = [];
  const warnings: string[] = [];
  for (let index = 0; index < countOf(env.get("LISTEN_FDS")); index++) {
    const fd = FIRST + index;
    const name = names[index] ? `${fd} (${names[index]})` : `${fd}`;
    if (!isOpen(fd)) {
      warnings.push(`LISTEN_FDS: descriptor ${name} is not open`);
      continue;
    }
    setInheritable(fd, false);
    const listener = Listener.inherit(fd);
    if (listener) listeners.push(listener);
    else warnings.push(`LISTEN_FDS: descriptor ${name} is no listening TCP socket, it is not used`);
  }
  return { listeners, warnings };
}

/** What the log says of a socket that no server of the configuration is for. */
export function unusedSocket({ address, port }: Listener): string {
  return `no server is configured for the inherited socket at ${formatAddress(address)}, ` +
    `port ${port}: whoever connects there is not served`;
}

function countOf(text: string | undefined): number {
  return /^\d{1,4}$/.test(text ?? "") ? Number(text) : 0;
}
