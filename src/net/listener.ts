/**
 * Listening sockets: where clients connect.
 *
 * @module
 */

import { strerror } from "../libc/errno.ts";
import { close } from "../libc/files.ts";
import { setNonBlocking } from "../libc/process.ts";
import {
  accept,
  bind,
  getsockname,
  getsockopt,
  IPV6_V6ONLY,
  listen,
  setsockopt,
  SO,
  socket,
  SOL,
} from "../libc/sockets.ts";
import { isSysError, type SysError } from "../libc/sys_error.ts";
import {
  formatAddress,
  isWildcard,
  sameAddress,
  type SocketAddress,
  unmapped,
  wildcard,
} from "./address.ts";

/** Where to listen; "any" is every address of the machine, the port in `address` is not looked at. */
export interface Endpoint {
  readonly address: SocketAddress | "any";
  /** 0 lets the kernel choose. */
  readonly port: number;
}

/** How to listen. */
export interface ListenOptions {
  /** Whether "any" means IPv4 and IPv6 by one dual-stack socket, or IPv4 alone (`UseIPv6`). */
  readonly useIPv6: boolean;
  /** How many connections may wait to be accepted; the kernel caps it (`tcpBackLog`). */
  readonly backlog: number;
}

/** A port that could not be had; `message` is what the original logs. */
export class BindError extends Error {
  override readonly name = "BindError";

  /** `cause` is the failed call. */
  constructor(
    readonly address: SocketAddress,
    readonly port: number,
    override readonly cause: SysError,
  ) {
    super(`Failed binding to ${formatAddress(address)}, port ${port}: ${strerror(cause.errno)}`);
  }
}

/** An open listening socket; `using` closes it. */
export class Listener implements Disposable {
  #open = true;

  private constructor(
    readonly fd: number,
    /** Where it listens, with the port that the kernel gave. */
    readonly address: SocketAddress,
    /** Whether somebody else has bound it, who has it open still. */
    readonly isInherited = false,
  ) {}

  /**
   * Takes over the socket `fd` that somebody else listens with. Undefined when it is none, or not for
   * TCP connections; throws `SysError` when there is no such descriptor.
   */
  static inherit(fd: number): Listener | undefined {
    try {
      const listens = getsockopt(fd, SOL.SOCKET, SO.ACCEPTCONN) === 1;
      const address = listens ? getsockname(fd) : undefined;
      if (address === undefined) return undefined;
      setNonBlocking(fd, true);
      return new Listener(fd, address, true);
    } catch (error) {
      if (!isSysError(error, "ENOTSOCK", "EAFNOSUPPORT")) throw error;
      return undefined;
    }
  }

  /**
   * Listens at `endpoint`. Throws `BindError`. SO_REUSEADDR lets a restarted server have its port
   * back while old connections linger in TIME_WAIT; Linux still refuses two listeners on one port.
   */
  static open(endpoint: Endpoint, options: ListenOptions): Listener {
    let address = addressOf(endpoint, options);
    let fd: number;
    try {
      fd = socket(address.family);
    } catch (error) {
      if (!isSysError(error)) throw error;
      const noIPv6 = error.code === "EAFNOSUPPORT" && address.family === "inet6";
      if (endpoint.address !== "any" || !noIPv6) throw new BindError(address, endpoint.port, error);
      // A kernel without IPv6 (ipv6.disable=1) still has IPv4 to offer.
      address = wildcard("inet", endpoint.port);
      fd = socket("inet");
    }
    try {
      setsockopt(fd, SOL.SOCKET, SO.REUSEADDR, 1);
      if (address.family === "inet6") setsockopt(fd, SOL.IPV6, IPV6_V6ONLY, 0);
      bind(fd, address);
      listen(fd, options.backlog);
      return new Listener(fd, getsockname(fd) ?? address);
    } catch (error) {
      close(fd);
      if (isSysError(error)) throw new BindError(address, endpoint.port, error);
      throw error;
    }
  }

  get port(): number {
    return this.address.port;
  }

  /** The descriptor of a waiting connection; undefined when none waits (any more). */
  accept(): number | undefined {
    return accept(this.fd);
  }

  /** Has room for `backlog` waiting connections from now on; those that wait already stay. */
  resize(backlog: number): void {
    listen(this.fd, backlog);
  }

  /** Whether connections to `endpoint` arrive here and nowhere closer. */
  serves(endpoint: Endpoint, options: ListenOptions): boolean {
    if (endpoint.port !== this.port) return false;
    const wanted = addressOf(endpoint, options);
    return wanted.family === this.address.family && sameAddress(wanted, this.address);
  }

  /**
   * Whether somebody who has bound this socket means it for `endpoint`: beside it, no other can be
   * bound there.
   */
  standsFor({ address, port }: Endpoint): boolean {
    if (!this.isInherited || port !== this.port) return false;
    return address === "any" || isWildcard(this.address) ||
      sameAddress(unmapped(address), unmapped(this.address));
  }

  /** Whether it has not been closed. */
  get isOpen(): boolean {
    return this.#open;
  }

  close(): void {
    if (this.#open) close(this.fd);
    this.#open = false;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function addressOf({ address, port }: Endpoint, { useIPv6 }: ListenOptions): SocketAddress {
  if (address === "any") return wildcard(useIPv6 ? "inet6" : "inet", port);
  return { ...unmapped(address), port };
}

/**
 * Listens at all `endpoints` at once, or throws `BindError` and leaves nothing open. A port that
 * is wanted for all addresses gets one socket, which serves the single addresses as well (Linux
 * gives a port to "any" or to single addresses, not to both).
 *
 * `current` are the listeners of before a reload: those still wanted are kept with the connections
 * that wait in them (and room for as many as `options` say), the others are closed, first, since they may be in the way. After a
 * `BindError` those that were kept are still open.
 *
 * Where `inherited` sockets are at a port, they are used and nothing is bound. They stay open even
 * if nobody wants them: whoever made them has them open, too, so nobody else could bind there.
 */
export function openListeners(
  endpoints: readonly Endpoint[],
  options: ListenOptions,
  current: readonly Listener[] = [],
  inherited: readonly Listener[] = [],
): Listener[] {
  const all = distinct(endpoints);
  const wanted = all.filter((endpoint) => !inherited.some((it) => it.standsFor(endpoint)));
  const used = inherited.filter((it) => all.some((endpoint) => it.standsFor(endpoint)));
  const kept: Listener[] = [];
  for (const listener of current) {
    if (listener.isInherited) continue;
    if (listener.isOpen && wanted.some((endpoint) => listener.serves(endpoint, options))) {
      kept.push(listener);
    } else listener.close();
  }
  const opened: Listener[] = [];
  try {
    for (const endpoint of wanted) {
      if (kept.some((listener) => listener.serves(endpoint, options))) continue;
      opened.push(Listener.open(endpoint, options));
    }
    for (const listener of kept) listener.resize(options.backlog);
  } catch (error) {
    for (const listener of opened) listener.close();
    throw error;
  }
  return [...used, ...kept, ...opened];
}

/** Every endpoint once, without those that "any" covers on the same port. */
function distinct(endpoints: readonly Endpoint[]): Endpoint[] {
  const byKey = new Map<string, Endpoint>();
  for (const { address, port } of endpoints) {
    const any = address === "any" || isWildcard(address);
    const key = any ? `* ${port}` : `${formatAddress(address)} ${port}`;
    if (!byKey.has(key)) byKey.set(key, { address: any ? "any" : address, port });
  }
  return [...byKey.values()].filter(({ address, port }) =>
    address === "any" || !byKey.has(`* ${port}`)
  );
}
