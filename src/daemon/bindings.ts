/**
 * Which server answers at which address and port.
 *
 * @module
 */

import { type Configuration, Scope, type Server, wellFormed } from "../config/mod.ts";
import type { Binding } from "../config/handover.ts";
import type { Endpoint } from "../net/mod.ts";
import {
  formatAddress,
  isWildcard,
  parseAddress,
  type SocketAddress,
  unmapped,
} from "../net/mod.ts";
import {
  defaultAddress,
  defaultServer,
  port,
  serverAlias,
  socketBindTight,
} from "../settings/mod.ts";

/** Where the servers of a configuration are found. */
export interface Bindings {
  /** Of several at one address and port the first one greets; the others are asked for by HOST. */
  readonly bindings: readonly Binding[];
  readonly defaultServer: number | undefined;
  /** The first address of each server as text, `*` for all. */
  readonly addresses: readonly string[];
  /** Where the daemon has to listen. */
  readonly endpoints: readonly Endpoint[];
  /** Names without an address. */
  readonly unresolved: readonly { readonly server: Server; readonly name: string }[];
  /** What is written and cannot be had: servers that nobody can reach, above all. */
  readonly warnings: readonly string[];
}

/** Turns a host name into addresses; none when it has none. */
export type ResolveHost = (name: string) => Promise<readonly SocketAddress[]>;

/** What the machine and the command line have to say about it. */
export interface BindingOptions {
  readonly resolve: ResolveHost;
  /** The address of `-S`, which takes the place of the main server's own. */
  readonly override: string | undefined;
  /** Without it an IPv6 address is none. */
  readonly ipv6: boolean;
  /** The machine's name. */
  readonly hostname: string;
}

/** A server with its addresses, `*` for all. */
interface Placed {
  readonly server: Server;
  readonly port: number;
  readonly own: readonly string[];
  /** What HOST may call it, in lower case. */
  readonly names: readonly string[];
}

/**
 * Works out the bindings of all servers. An address and port belongs to the first server in the file
 * that claims it, but `DefaultServer` leaves it to others, since it gets what nobody claims. A later
 * server stays reachable by its names (`ServerAlias`, DNS names in `<VirtualHost>`); without any it
 * is lost, which is a warning.
 */
export async function bindingsOf(
  configuration: Configuration,
  { resolve, override, ipv6, hostname }: BindingOptions,
): Promise<Bindings> {
  const placed: Placed[] = [];
  const unresolved: { server: Server; name: string }[] = [];
  const warnings: string[] = [];
  const tight = new Scope([configuration.servers[0].section]).get(socketBindTight);
  let fallback: number | undefined;
  for (const server of configuration.servers) {
    const scope = new Scope([server.section]);
    if (scope.get(defaultServer)) fallback ??= server.index;
    const own: string[] = [];
    for (const name of namesOf(server, scope, override)) {
      const found = await addressesOf(name, resolve, ipv6);
      if (found.length === 0) unresolved.push({ server, name });
      own.push(...found);
    }
    if (tight && own[0] === "*" && server.index === 0) {
      // Nobody said where, and it is not to be everywhere: where the machine's name leads.
      const found = await addressesOf(hostname, resolve, ipv6);
      if (found.length > 0) own.splice(0, 1, found[0]);
    }
    const names = hostNamesOf(server, scope);
    placed.push({ server, port: scope.get(port), own: [...new Set(own)], names });
  }
  if (tight && fallback !== undefined) {
    warnings.push("SocketBindTight in effect, ignoring DefaultServer");
    fallback = undefined;
  }
  const claims = new Map<string, Placed[]>();
  for (const place of placed.filter(({ port }) => port !== 0)) {
    for (const address of place.own) {
      const key = `${address} ${place.port}`;
      const earlier = claims.get(key) ?? [];
      if (earlier.length > 0 && place.names.length === 0) {
        const where = `"${titleOf(place.server)}" address/port (${address}:${place.port})`;
        for (const { server } of earlier) {
          warnings.push(`${where} already in use by "${titleOf(server)}"`);
        }
      } else if (earlier.length > 0) earlier.push(place);
      else claims.set(key, [place]);
    }
  }
  const bindings = [...claims].flatMap(([key, claimants]): Binding[] => {
    const address = key.slice(0, key.indexOf(" "));
    const last = claimants.filter(({ server }) => server.index === fallback);
    const ordered = [...claimants.filter(({ server }) => server.index !== fallback), ...last];
    return ordered.map(({ server, port, names }) => ({
      address,
      port,
      server: server.index,
      ...(names.length === 0 ? {} : { names }),
    }));
  });
  return {
    bindings,
    defaultServer: fallback,
    addresses: placed.map(({ own }) => own[0] ?? "*"),
    endpoints: bindings.map((binding) => endpointOf(binding, tight)),
    unresolved,
    warnings,
  };
}

/**
 * The names that have no address, of a configuration that has errors: as far as they can be had
 * without the lines that are wrong.
 */
export async function unresolvedIn(
  { servers }: Configuration,
  { resolve, override, ipv6 }: Pick<BindingOptions, "resolve" | "override" | "ipv6">,
): Promise<Bindings["unresolved"]> {
  const unresolved: { server: Server; name: string }[] = [];
  for (const server of servers) {
    const scope = new Scope([server.section]);
    for (const name of wellFormed(() => namesOf(server, scope, override)) ?? []) {
      const found = await addressesOf(name, resolve, ipv6);
      if (found.length === 0) unresolved.push({ server, name });
    }
  }
  return unresolved;
}

/** The words that say where a server is. `*` stands for every address. */
function namesOf(server: Server, scope: Scope, override: string | undefined): readonly string[] {
  if (server.index > 0) return server.own.args;
  if (override !== undefined) return [override];
  const own = scope.get(defaultAddress);
  return own.length > 0 ? own : ["*"];
}

/** What HOST may call a server: its aliases, and the DNS names that say where it is. */
function hostNamesOf(server: Server, scope: Scope): string[] {
  const written = server.index > 0 ? server.own.args : [];
  const names = written.filter((word) => word !== "*" && literalAddress(word) === undefined);
  const all = [...names, ...scope.all(serverAlias).flat()];
  return [...new Set(all.map((name) => name.toLowerCase()))];
}

async function addressesOf(name: string, resolve: ResolveHost, ipv6: boolean): Promise<string[]> {
  if (name === "*") return ["*"];
  const literal = literalAddress(name);
  const found = literal ? [literal] : await resolve(name);
  return found.filter((address) => ipv6 || unmapped(address).family === "inet")
    .map((address) => isWildcard(address) ? "*" : formatAddress(address));
}

/** The address that `word` is, with or without the brackets of an IPv6 one. */
function literalAddress(word: string): SocketAddress | undefined {
  return parseAddress(word.replace(/^\[(.*)\]$/, "$1"));
}

/** One socket for all addresses of a port, unless `SocketBindTight` asks for one each. */
function endpointOf(binding: Binding, tight: boolean): Endpoint {
  const address = tight && binding.address !== "*" ? parseAddress(binding.address) : undefined;
  return { address: address ?? "any", port: binding.port };
}

/** How messages call a server: its `ServerName`, or where it is written. */
function titleOf(server: Server): string {
  const name = server.section.entries.find((entry) => entry.name === "ServerName");
  return name?.args[0] ?? "ProFTPD";
}
