/**
 * Metrics (ours): where the daemon tells Prometheus what it and its sessions have counted.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import { parseAddress, type SocketAddress } from "../net/address.ts";

/** A Unix socket, or an address with a TCP port. */
export type MetricsPlace = { readonly path: string } | { readonly address: SocketAddress };

/** `MetricsSocket path|address:port` (ours); undefined for none, which is the default. */
export const metricsSocket: Directive<MetricsPlace | undefined> = {
  name: "MetricsSocket",
  contexts: ["server"],
  syntax: "MetricsSocket path|address:port|none",
  fallback: undefined,
  parse(args) {
    const word = args.single();
    if (word.toLowerCase() === "none") return undefined;
    if (word.startsWith("/")) return { path: word };
    const [, bracketed, plain = "", digits] = /^(?:\[(.*)\]|([^:]*)):(\d+)$/.exec(word) ?? [];
    const port = Number(digits);
    const address = parseAddress(bracketed ?? plain, port);
    if (address?.family !== (bracketed === undefined ? "inet" : "inet6")) {
      return args.fail("must be an absolute path, or an address and a port as in 127.0.0.1:9117");
    }
    if (port < 1 || port > 65535) args.fail("port must be between 1 and 65535");
    return { address };
  },
};
