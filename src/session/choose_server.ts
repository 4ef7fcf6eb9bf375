/**
 * Which server a connection is for (`<VirtualHost>`, `DefaultServer`), and which one HOST means
 * (`ServerAlias`).
 *
 * @module
 */

import type { Binding, Handover } from "../config/handover.ts";
import { fnmatcher } from "../libc/fnmatch.ts";

/** A server, and why it is this one. */
export interface Choice {
  /** Its index. */
  readonly server: number;
  /** For the log: `it has this address`. */
  readonly because: string;
}

/** The servers at one place, and why it is these. */
export interface Candidates {
  /** The one that greets first. */
  readonly bindings: readonly Binding[];
  readonly because: string;
}

/**
 * The servers that answer at the local address `ip` and `port`, the one that greets first: those
 * with this address, else `DefaultServer` if it is on this port, else those for every address, else
 * the first on this port, which is the one that listens. None when nobody does: the port was handed
 * over by a superserver.
 */
export function serversAt(handover: Handover, ip: string, port: number): Candidates {
  const onPort = handover.bindings.filter((binding) => binding.port === port);
  const own = onPort.filter(({ address }) => address === ip);
  if (own.length > 0) return { bindings: own, because: "it has this address and port" };
  const fallback = onPort.find(({ server }) => server === handover.defaultServer);
  const everywhere = onPort.filter(({ address }) => address === "*");
  if (fallback) {
    const others = everywhere.filter(({ server }) => server !== fallback.server);
    const because = "no server has this address and port; DefaultServer";
    return { bindings: [fallback, ...others], because };
  }
  if (everywhere.length > 0) {
    return { bindings: everywhere, because: "it answers at every address of this port" };
  }
  const because = "no server has this address; the first one on this port";
  return { bindings: onPort.slice(0, 1), because };
}

/** The server that greets at `ip` and `port`; undefined when nobody is there. */
export function chooseServer(handover: Handover, ip: string, port: number): Choice | undefined {
  const { bindings: [first], because } = serversAt(handover, ip, port);
  return first && { server: first.server, because };
}

/** A server that was asked for by name. */
export interface NamedServer {
  /** The index in the configuration. */
  readonly server: number;
  /** The alias that matched. */
  readonly alias: string;
}

/**
 * The server among `bindings` that HOST calls `name`, in any case: the first in the file of those
 * with such an alias, however exact it is.
 */
export function serverNamed(bindings: readonly Binding[], name: string): NamedServer | undefined {
  const wanted = name.toLowerCase();
  for (const { server, names = [] } of bindings.toSorted((a, b) => a.server - b.server)) {
    const alias = names.find((alias) => isMeant(alias, wanted));
    if (alias !== undefined) return { server, alias };
  }
  return undefined;
}

/** Whether `alias` is or covers `name`; only `*` and `?` make a pattern of it. */
function isMeant(alias: string, name: string): boolean {
  return alias === name || /[*?]/.test(alias) && fnmatcher(alias)(name);
}
