/**
 * The directives of mod_tls that say how TLS is spoken.
 *
 * @module
 */

import { type Arguments, type Directive, toggle } from "../../config/mod.ts";
import { type Protocol, PROTOCOLS } from "../../libc/openssl/context.ts";

/** Versions that nobody should speak any more are there for those who name them. */
const DEFAULT_PROTOCOLS: ReadonlySet<Protocol> = new Set(["TLSv1.2", "TLSv1.3"] as const);

/** `TLSProtocol version ...` or `TLSProtocol ALL -version ...`. */
export const tlsProtocol: Directive<ReadonlySet<Protocol>> = {
  name: "TLSProtocol",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSProtocol SSLv3|TLSv1|TLSv1.1|TLSv1.2|TLSv1.3|SSLv23 ... | ALL [+-]version ...",
  fallback: DEFAULT_PROTOCOLS,
  parse(args) {
    args.between(1, Infinity);
    const [first, ...others] = args.words;
    if (first.toLowerCase() !== "all") {
      return new Set(args.each((word) => versionsOf(word, args)).flat());
    }
    const allowed = new Set<Protocol>(PROTOCOLS.filter((protocol) => protocol !== "SSLv3"));
    others.forEach((_, index) => {
      const word = args.word(index + 1);
      const sign = word[0];
      if (sign !== "+" && sign !== "-") args.fail(`unknown protocol: '${word}'`);
      for (const version of versionsOf(word.slice(1), args)) {
        if (sign === "+") allowed.add(version);
        else allowed.delete(version);
      }
    });
    if (allowed.size === 0) args.fail("no protocol is left");
    return allowed;
  },
};

function versionsOf(word: string, args: Arguments): readonly Protocol[] {
  // A legacy way to say "all versions".
  if (word.toLowerCase() === "sslv23") return PROTOCOLS.filter((name) => name !== "SSLv3");
  const found = PROTOCOLS.find((name) => name.toLowerCase() === word.toLowerCase());
  return found === undefined ? args.fail(`unknown protocol: '${word}'`) : [found];
}

/** Ciphers: those of TLS 1.3, or those of all versions before. */
export interface CipherList {
  readonly forTls13: boolean;
  readonly list: string;
}

/** What is spoken where nobody says. */
export const DEFAULT_CIPHERS = "DEFAULT:!ADH:!EXPORT:!DES";

/** `TLSCipherSuite [protocol] list`; one line for TLS 1.3 and one for the versions before count. */
export const tlsCipherSuite: Directive<CipherList> = {
  name: "TLSCipherSuite",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSCipherSuite [TLSv1.3] cipher-list",
  fallback: { forTls13: false, list: DEFAULT_CIPHERS },
  repeat: "all",
  parse(args) {
    args.atLeast(1);
    args.between(1, 2);
    if (args.words.length === 1) return { forTls13: false, list: `${args.word(0)}:!EXPORT` };
    const [version] = versionsOf(args.word(0), args);
    const list = args.word(1);
    if (version === "TLSv1.3") return { forTls13: true, list };
    return { forTls13: false, list: `${list}:!EXPORT` };
  },
};

/** `TLSServerCipherPreference on|off`: whose order of ciphers counts. */
export const tlsServerCipherPreference = toggle("TLSServerCipherPreference", [
  "server",
  "vhost",
  "global",
], true);

/** When the keys of a connection under TLS 1.3 are changed; undefined for never. */
export interface KeyChange {
  /** Seconds on the control connection. */
  readonly control: number | undefined;
  /** Bytes on a data connection. */
  readonly data: number | undefined;
}

/** What "none" and silence mean. */
const NEVER: KeyChange = { control: undefined, data: undefined };

/**
 * `TLSRenegotiate [ctrl secs] [data KB] [timeout secs] [required on|off] | none`. TLS 1.3 has a change
 * of keys for it, which nobody can refuse; on data connections only of those for what the server sends.
 * What TLS 1.2 has, renegotiation, is not done here: it has been the way in of several attacks, and nobody
 * needs it for connections as short as these.
 */
export const tlsRenegotiate: Directive<KeyChange> = {
  name: "TLSRenegotiate",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSRenegotiate [ctrl secs] [data KB] [timeout secs] [required on|off] | none",
  fallback: NEVER,
  parse(args) {
    args.between(1, 8);
    if (args.word(0).toLowerCase() === "none") return NEVER;
    let change = NEVER;
    for (let i = 0; i < args.words.length; i += 2) {
      const word = args.word(i);
      switch (word.toLowerCase()) {
        case "ctrl":
          change = { ...change, control: positive(args, i + 1) };
          break;
        case "data":
          change = { ...change, data: positive(args, i + 1) * 1024 };
          break;
        case "timeout":
          positive(args, i + 1);
          break;
        case "required":
          args.boolean(i + 1);
          break;
        default:
          args.fail(`: unknown TLSRenegotiate argument '${word}'`);
      }
    }
    return change;
  },
};

function positive(args: Arguments, index: number): number {
  const number = Number(args.word(index));
  if (Number.isInteger(number) && number > 0) return number;
  return args.fail(`${args.word(index - 1)} must be greater than zero`);
}

/** `TLSECDHCurve curve[:curve ...]`; undefined: OpenSSL's own choice. */
export const tlsEcdhCurve: Directive<string | undefined> = {
  name: "TLSECDHCurve",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSECDHCurve curve[:curve ...]",
  fallback: undefined,
  parse: (args) => args.single(),
};

/** `TLSNextProtocol on|off`: whether clients that offer `ftp` by ALPN hear that they were heard. */
export const tlsNextProtocol = toggle("TLSNextProtocol", ["server", "vhost", "global"], true);

/**
 * `TLSSessionTickets on|off`: tickets for TLS 1.2 and before; TLS 1.3 has them in any event. On by
 * default, as with the original, whatever its manual says: clients written in Go go on with a session by a
 * ticket only. Their keys follow from those that `TLSSessionTicketKeys` is about.
 */
export const tlsSessionTickets = toggle("TLSSessionTickets", ["server", "vhost", "global"], true);

/** `TLSTimeoutHandshake seconds`: for a handshake, of the control connection and of each other. */
export const tlsTimeoutHandshake: Directive<number> = {
  name: "TLSTimeoutHandshake",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSTimeoutHandshake seconds",
  fallback: 300,
  parse: (args) => args.duration(),
};

/** `TLSLog path|none`. */
export const tlsLog: Directive<string | undefined> = {
  name: "TLSLog",
  contexts: ["server", "vhost", "global"],
  syntax: "TLSLog path|none",
  fallback: undefined,
  parse: (args) => args.single().toLowerCase() === "none" ? undefined : args.path(),
};
