/**
 * Directives of mod_tls that tune what this server leaves to OpenSSL and the kernel. Their lines are
 * checked, and the check says that they have no effect.
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";

/** `TLSCryptoDevice driver|all|none`: engines of OpenSSL, which its version 3 has given up. */
const tlsCryptoDevice: Directive<null> = {
  name: "TLSCryptoDevice",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSCryptoDevice driver|all|none",
  fallback: null,
  parse(args) {
    if (args.single().toLowerCase() !== "none") {
      args.warn("engines are not used here, without effect");
    }
    return null;
  },
};

/** `TLSRandomSeed path`: the kernel has random numbers for everybody. */
const tlsRandomSeed: Directive<null> = {
  name: "TLSRandomSeed",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSRandomSeed path",
  fallback: null,
  parse(args) {
    if (!args.single().startsWith("/")) args.fail("parameter must be an absolute path");
    args.warn("random numbers are the kernel's here, without effect");
    return null;
  },
};

/** The directives of this file, for the vocabulary. */
export const withoutEffect: readonly Directive<unknown>[] = [
  tlsCryptoDevice,
  tlsRandomSeed,
];
