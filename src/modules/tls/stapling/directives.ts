/**
 * `TLSStapling` and its relatives: whether clients that ask for the status of the server's certificate
 * are given it with the handshake (RFC 6066 §8).
 *
 * @module
 */

import { type Directive, toggle } from "../../../config/mod.ts";
import { parseResponderUrl } from "./responder_url.ts";

/** `TLSStapling on|off`. */
export const tlsStapling = toggle("TLSStapling", ["server", "vhost", "global"], false);

const OPTIONS = ["NoNonce", "NoFakeTryLater"] as const;

/** One word of `TLSStaplingOptions`. */
export type StaplingOption = (typeof OPTIONS)[number];

/** `TLSStaplingOptions word ...`; the words of several lines are taken together. */
export const tlsStaplingOptions: Directive<readonly StaplingOption[]> = {
  name: "TLSStaplingOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSStaplingOptions NoNonce|NoFakeTryLater ...",
  fallback: [],
  repeat: "all",
  parse(args) {
    if (args.words.length === 0) args.fail("wrong number of parameters");
    return args.each((word) => {
      const option = OPTIONS.find((name) => name === word);
      if (option !== undefined) return [option];
      if (word !== "NoVerify") args.fail(`: unknown TLSStaplingOption '${word}'`);
      args.warn("answers that do not verify are not stapled, 'NoVerify' is without effect");
      return [];
    }).flat();
  },
};

/** `TLSStaplingResponder url`: asked in place of the responder that the certificate names. */
export const tlsStaplingResponder: Directive<string | undefined> = {
  name: "TLSStaplingResponder",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSStaplingResponder url",
  fallback: undefined,
  parse(args) {
    const url = args.word(0);
    if (parseResponderUrl(url) === undefined) {
      args.warn(`responders are asked over http:// only, '${url}' is not`);
    }
    return url;
  },
};

/** `TLSStaplingTimeout seconds`: for one question, its answer included. */
export const tlsStaplingTimeout: Directive<number> = {
  name: "TLSStaplingTimeout",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSStaplingTimeout seconds",
  fallback: 10,
  parse: (args) => args.duration(),
};

/** Caches that the original has modules for. */
const CACHES = ["shm", "fs", "memcache", "redis"];

/** `TLSStaplingCache off|type:/info`: answers are in the daemon's memory here, wherever else. */
export const tlsStaplingCache: Directive<null> = {
  name: "TLSStaplingCache",
  contexts: ["server"],
  syntax: "TLSStaplingCache off|shm:/info|fs:/info|memcache:/info|redis:/info",
  fallback: null,
  parse(args) {
    const word = args.word(0);
    if (word.toLowerCase() === "off") return null;
    const colon = word.indexOf(":");
    if (colon < 0) args.fail("badly formatted parameter");
    const type = word.slice(0, colon);
    if (!CACHES.includes(type)) args.fail(`OCSP stapling cache type '${type}' not available`);
    args.warn("OCSP responses are kept in the daemon's memory, without effect");
    return null;
  },
};

/** The directives of this file, for the vocabulary. */
export const staplingDirectives: readonly Directive<unknown>[] = [
  tlsStapling,
  tlsStaplingCache,
  tlsStaplingOptions,
  tlsStaplingResponder,
  tlsStaplingTimeout,
];
