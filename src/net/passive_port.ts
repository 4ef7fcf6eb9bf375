/**
 * The server's end of a passive data connection (PASV, EPSV): a listening socket on the address
 * that the client is connected to already, within `PassivePorts`.
 *
 * @module
 */

import { close } from "../libc/files.ts";
import { bind, getsockname, listen, setsockopt, SO, socket, SOL } from "../libc/sockets.ts";
import { isSysError } from "../libc/sys_error.ts";
import { type SocketAddress, unmapped, withPort } from "./address.ts";
import { shuffledRange } from "./random.ts";

/** `PassivePorts min max`, both included. */
export interface PortRange {
  readonly min: number;
  readonly max: number;
}

/** A port that waits for the client's data connection. */
export interface PassivePort {
  /** The listening socket; the caller closes it. */
  readonly fd: number;
  /** Where it listens. */
  readonly address: SocketAddress;
  /** True when every port of the range was taken and the kernel chose one outside: worth a log line. */
  readonly outsideRange: boolean;
}

/** How many connections may wait: a stranger who is faster must not keep the client out. */
const BACKLOG = 8;

/**
 * Listens for a data connection on `local`, the control connection's own address. The port is a
 * random one, so that nobody can guess it and be there before the client ("PASV port theft",
 * RFC 2577 §3): within `range` if there is one, tried in random order, or of the kernel's choice.
 *
 * `prepare` may set options of the socket that have to be there before the handshake (buffer
 * sizes). Throws `SysError` when the address cannot be had at all.
 */
export function openPassivePort(
  local: SocketAddress,
  range?: PortRange,
  prepare?: (fd: number) => void,
): PassivePort {
  const address = unmapped(local);
  if (range !== undefined) {
    for (const port of shuffledRange(range.min, range.max)) {
      const fd = listenAt(withPort(address, port), prepare);
      if (fd !== undefined) return passivePort(fd, address, false);
    }
  }
  for (let tries = 0;; tries++) {
    const fd = listenAt(withPort(address, 0), prepare, tries === 8);
    if (fd !== undefined) return passivePort(fd, address, range !== undefined);
  }
}

function passivePort(fd: number, fallback: SocketAddress, outsideRange: boolean): PassivePort {
  return { fd, address: getsockname(fd) ?? fallback, outsideRange };
}

/**
 * A listening socket at `address`; undefined when the port is taken, or needs root. `last` makes
 * that an error.
 *
 * With SO_REUSEADDR, in a range, a port can be used again while its last connection is in TIME_WAIT, which a
 * short range needs. Two sessions may then both bind a port; listen(2) tells who has it.
 */
function listenAt(
  address: SocketAddress,
  prepare: ((fd: number) => void) | undefined,
  last = false,
): number | undefined {
  const fd = socket(address.family);
  try {
    prepare?.(fd);
    bindWhereFree(fd, address);
    listen(fd, BACKLOG);
    return fd;
  } catch (error) {
    close(fd);
    if (!last && isSysError(error, "EADDRINUSE", "EACCES")) return undefined;
    throw error;
  }
}

/**
 * bind(2). The kernel chooses among its own ports much sooner where it may not take one that is in
 * TIME_WAIT: with thousands of those a choice takes up to 2 ms otherwise. Those are for when it has
 * no other: it may take them only where their last owner, too, had SO_REUSEADDR.
 */
function bindWhereFree(fd: number, address: SocketAddress): void {
  const reuse = () => setsockopt(fd, SOL.SOCKET, SO.REUSEADDR, 1);
  if (address.port === 0) {
    try {
      bind(fd, address);
      return reuse();
    } catch (error) {
      if (!isSysError(error, "EADDRINUSE")) throw error;
    }
  }
  reuse();
  bind(fd, address);
}
