/**
 * Metrics (ours): where the daemon tells Prometheus what it and its sessions have counted.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";

/** A Unix socket, or a numeric address with a TCP port. */
export type MetricsPlace =
  | { readonly path: string }
  | { readonly address: string; readonly port: number };

const IPV4 = /^((?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|(?=:)|$)){4}$/;

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
    const [, bracketed, plain, digits = ""] =
      /^(?:\[([0-9A-Fa-f:.]+)\]|([\d.]+)):(\d+)$/.exec(word) ??
        [];
    const address = bracketed?.includes(":") || plain && IPV4.test(plain)
      ? bracketed ?? plain
      : undefined;
    if (address === undefined) {
      return args.fail("must be an absolute path, or an address and a port as in 127.0.0.1:9117");
    }
    const port = Number(digits);
    return port >= 1 && port <= 65535
      ? { address, port }
      : args.fail("port must be between 1 and 65535");
  },
};
