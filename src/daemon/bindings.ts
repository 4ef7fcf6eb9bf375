/**
 * Which server answers at which address and port.
 *
 * @module
 */

import { type Configuration, Scope, type Server } from "../config/mod.ts";
import type { Binding } from "../config/handover.ts";
import type { Endpoint } from "../net/mod.ts";
import { formatAddress, isWildcard, parseAddress, type SocketAddress } from "../net/mod.ts";
import { defaultAddress, defaultServer, port, socketBindTight } from "../settings/mod.ts";

/** Where the servers of a configuration are found. */
export interface Bindings {
  readonly bindings: readonly Binding[];
  readonly defaultServer: number | undefined;
  /** The first address of each server as text, `*` for all. */
  readonly addresses: readonly string[];
  /** Where the daemon has to listen. */
  readonly endpoints: readonly Endpoint[];
  /** Names without an address. */
  readonly unresolved: readonly { readonly server: Server; readonly name: string }[];
  /** Servers that share an address and port with an earlier one. */
  readonly warnings: readonly string[];
}

/** Turns a host name into addresses; none when it has none. */
export type ResolveHost = (name: string) => Promise<readonly SocketAddress[]>;

/**
 * Works out the bindings of all servers. Ports are claimed in file order; names are resolved by
 * `resolve`. `override` is the address of `-S`, which takes the place of the main server's own.
 */
export async function bindingsOf(
  configuration: Configuration,
  resolve: ResolveHost,
  override: string | undefined,
): Promise<Bindings> {
  const bindings: Binding[] = [];
  const addresses: string[] = [];
  const unresolved: { server: Server; name: string }[] = [];
  const warnings: string[] = [];
  const taken = new Map<string, number>();
  let fallback: number | undefined;
  for (const server of configuration.servers) {
    const scope = new Scope([server.section]);
    if (scope.get(defaultServer)) fallback ??= server.index;
    const own: string[] = [];
    for (const name of namesOf(server, scope, override)) {
      const found = await addressesOf(name, resolve);
      if (found.length === 0) unresolved.push({ server, name });
      own.push(...found);
    }
    addresses.push(own[0] ?? "*");
    const at = scope.get(port);
    if (at === 0) continue;
    for (const address of new Set(own)) {
      const key = `${address} ${at}`;
      const earlier = taken.get(key);
      if (earlier !== undefined) {
        warnings.push(
          `"${titleOf(server)}" address/port (${address}:${at}) already in use by "${
            titleOf(configuration.servers[earlier])
          }"`,
        );
        continue;
      }
      taken.set(key, server.index);
      bindings.push({ address, port: at, server: server.index });
    }
  }
  const tight = new Scope([configuration.servers[0].section]).get(socketBindTight);
  return {
    bindings,
    defaultServer: fallback,
    addresses,
    endpoints: bindings.map((binding) => endpointOf(binding, tight)),
    unresolved,
    warnings,
  };
}

/** The words that say where a server is. `*` stands for every address. */
function namesOf(server: Server, scope: Scope, override: string | undefined): readonly string[] {
  if (server.index > 0) return server.own.args;
  if (override !== undefined) return [override];
  const own = scope.get(defaultAddress);
  return own.length > 0 ? own : ["*"];
}

async function addressesOf(name: string, resolve: ResolveHost): Promise<string[]> {
  if (name === "*") return ["*"];
  const literal = parseAddress(name.replace(/^\[(.*)\]$/, "$1"));
  const found = literal ? [literal] : await resolve(name);
  return found.map((address) => isWildcard(address) ? "*" : formatAddress(address));
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
