/**
 * Where the server listens.
 *
 * @module
 */

import type { Directive } from "../config/directive.ts";
import { toggle } from "../config/toggle.ts";

/** `Port`: where a server listens; 0 switches it off. */
export const port: Directive<number> = {
  name: "Port",
  contexts: ["server", "vhost", "global"],
  syntax: "Port 0-65535",
  fallback: 21,
  parse(args) {
    const value = /^-\d+$/.test(args.single()) ? -1 : args.count();
    return value >= 0 && value <= 65535 ? value : args.fail("value must be between 0 and 65535");
  },
};

/** `UseIPv6`: whether wildcard listeners take IPv6 clients too. */
export const useIPv6 = toggle("UseIPv6", ["server"], true);

/** `DefaultServer`: takes the connections to addresses that no server claims. */
export const defaultServer = toggle("DefaultServer", ["server", "vhost"], false);

/** `ServerAlias hostname ...`: what a client may call a server by HOST; `*` and `?` are wildcards. */
export const serverAlias: Directive<readonly string[]> = {
  name: "ServerAlias",
  contexts: ["server", "vhost"],
  syntax: "ServerAlias hostname ...",
  fallback: [],
  repeat: "all",
  parse(args) {
    args.between(1, Infinity);
    return args.words;
  },
};

/** `DefaultAddress`: the addresses, or names, of the main server. */
export const defaultAddress: Directive<readonly string[]> = {
  name: "DefaultAddress",
  contexts: ["server"],
  syntax: "DefaultAddress ip-address|dns-name [ip-address|dns-name ...]",
  fallback: [],
  parse(args) {
    args.between(1, Infinity);
    return args.words;
  },
};

/** `SocketBindTight`: one listening socket for each address instead of one for all. */
export const socketBindTight = toggle("SocketBindTight", ["server"], false);

/** `TCPBackLog`: how many connections may wait to be accepted. */
export const tcpBackLog: Directive<number> = {
  name: "TCPBackLog",
  contexts: ["server"],
  syntax: "TCPBackLog n",
  fallback: 511,
  parse(args) {
    const value = Number(/^\d{1,3}$/.exec(args.single()));
    return value >= 1 && value <= 255
      ? value
      : args.fail("parameter must be a number between 1 and 255");
  },
};

/**
 * `MasqueradeAddress ip-address|dns-name|device-name`, as written: what clients are told when the
 * server stands behind a translator of addresses. The daemon finds out which address that is.
 */
export const masqueradeAddress: Directive<string | undefined> = {
  name: "MasqueradeAddress",
  contexts: ["server", "vhost", "global"],
  syntax: "MasqueradeAddress ip-address|dns-name|device-name",
  fallback: undefined,
  parse: (args) => args.single() || args.fail("missing required name parameter"),
};

/**
 * `TLSMasqueradeAddress ip-address|dns-name|device-name`: the same for clients whose control connection
 * is protected, in the place of the other one.
 */
export const tlsMasqueradeAddress: Directive<string | undefined> = {
  name: "TLSMasqueradeAddress",
  contexts: ["server", "vhost"],
  syntax: "TLSMasqueradeAddress ip-address|dns-name|device-name",
  fallback: undefined,
  parse: (args) => args.single() || args.fail("missing required name parameter"),
};

/** All directives of this file. */
export const listeningDirectives: readonly Directive<unknown>[] = [
  port,
  useIPv6,
  defaultServer,
  serverAlias,
  defaultAddress,
  socketBindTight,
  tcpBackLog,
  masqueradeAddress,
  tlsMasqueradeAddress,
];
