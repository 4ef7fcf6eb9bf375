/**
 * Directives of mod_tls that tune what this server leaves to OpenSSL and the kernel, or what lasts as
 * long as one session here. Their lines are checked, and the check says that they have no effect.
 *
 * @module
 */

import type { Arguments, Directive } from "../../config/mod.ts";

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

/** Kinds of caches that more processes than one can look into. */
const SHARED = ["shm", "fs", "memcache", "redis"];

/**
 * `TLSSessionCache off|type:info [timeout]`. A session's data connections go on with the TLS session of
 * its control connection, as long as that lasts, by OpenSSL's own cache (`internal:`). No other session
 * can: a TLS session that anybody could bring along would not show whose connection it is.
 */
const tlsSessionCache: Directive<null> = {
  name: "TLSSessionCache",
  contexts: ["server"],
  syntax: "TLSSessionCache off|internal:|shm:info|fs:info|memcache:info|redis:info [timeout]",
  fallback: null,
  parse(args) {
    args.between(1, 2);
    const word = args.word(0);
    const isOff = word.toLowerCase() === "off";
    const colon = word.indexOf(":");
    if (!isOff && colon < 0) args.fail("badly formatted parameter");
    const type = word.slice(0, Math.max(0, colon));
    const isShared = SHARED.includes(type);
    if (!isOff && !isShared && type !== "internal") {
      args.fail(`session cache type '${type}' not available`);
    }
    if (args.words.length === 2) demandTimeout(args);
    if (isShared) {
      args.warn("a TLS session is resumed by its own data connections only, without effect");
    } else if (!isOff && args.words.length === 2) {
      args.warn(
        "a TLS session can be resumed as long as its control connection lasts, the timeout is " +
          "without effect",
      );
    }
    return null;
  },
};

function demandTimeout(args: Arguments): void {
  const word = args.word(1);
  if (!/^[-+]?\d+$/.test(word)) args.fail(`'${word}' is not a valid timeout value`);
  if (Number(word) < 1) args.fail("timeout must be at least 1");
}

/** No key of tickets may be given up sooner, in seconds. */
const LEAST_AGE = 60;

/** `TLSSessionTicketKeys [age secs] [count number]`: every session has a key of its own here. */
const tlsSessionTicketKeys: Directive<null> = {
  name: "TLSSessionTicketKeys",
  contexts: ["server"],
  syntax: "TLSSessionTicketKeys [age secs] [count number]",
  fallback: null,
  parse(args) {
    if (args.words.length !== 2 && args.words.length !== 4) args.fail("wrong number of parameters");
    for (let i = 0; i < args.words.length; i += 2) {
      const word = args.word(i);
      switch (word.toLowerCase()) {
        case "age":
          if (args.duration(i + 1) < LEAST_AGE) {
            args.fail(`max key age must be at least ${LEAST_AGE}sec`);
          }
          break;
        case "count":
          if (!/^0*[1-9]\d*$/.test(args.word(i + 1))) args.fail("max key count must be at least 1");
          break;
        default:
          args.fail(`unknown parameter: ${word}`);
      }
    }
    args.warn("every session has a key of its own for its tickets, without effect");
    return null;
  },
};

/** All of them. */
export const withoutEffect: readonly Directive<unknown>[] = [
  tlsCryptoDevice,
  tlsRandomSeed,
  tlsSessionCache,
  tlsSessionTicketKeys,
];
