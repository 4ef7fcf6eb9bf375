/**
 * `TLSRequired`: what is refused until it is protected.
 *
 * @module
 */

import { booleanOf, type Directive } from "../../config/mod.ts";
import { type Reply, reply } from "../../protocol/mod.ts";
import type { Request } from "../../session/module.ts";

/** Where TLS is demanded. */
export interface Required {
  /** Of every command. */
  readonly control: boolean;
  /** Of the password. */
  readonly auth: boolean;
  /** Of data connections; `never`: they must not have it. */
  readonly data: boolean | "never";
}

const NOTHING: Required = { control: false, auth: false, data: false };

/** What every word stands for. */
const WORDS: Readonly<Record<string, Required>> = {
  "on": { control: true, auth: true, data: true },
  "off": NOTHING,
  "ctrl": { control: true, auth: true, data: false },
  "control": { control: true, auth: true, data: false },
  "ctrl+data": { control: true, auth: true, data: true },
  "ctrl+!data": { control: true, auth: true, data: "never" },
  "data": { control: false, auth: false, data: true },
  "!data": { control: false, auth: false, data: "never" },
  "auth": { control: false, auth: true, data: false },
  "auth+data": { control: false, auth: true, data: true },
  "auth+!data": { control: false, auth: true, data: "never" },
};

/** `TLSRequired on|off|ctrl|[!]data|auth|auth+[!]data|ctrl+[!]data`. */
export const tlsRequired: Directive<Required> = {
  name: "TLSRequired",
  contexts: ["server", "vhost", "global", "anonymous", "directory"],
  syntax: "TLSRequired on|off|ctrl|[!]data|auth|auth+[!]data|ctrl+[!]data",
  fallback: NOTHING,
  parse(args) {
    const word = args.single().toLowerCase();
    if (Object.hasOwn(WORDS, word)) return WORDS[word];
    return (booleanOf(word) ?? args.fail("bad parameter")) ? WORDS["on"] : NOTHING;
  },
};

/** Verbs that a client may use before AUTH although all of the control connection is to be protected. */
const BEFORE: ReadonlySet<string> = new Set(["AUTH", "CLNT", "FEAT", "HOST", "QUIT", "SYST"]);

/** Verbs that tell who the client is. */
const LOGIN: ReadonlySet<string> = new Set(["USER", "PASS", "ACCT"]);

/** Verbs that open a data connection. */
export const DATA_VERBS: ReadonlySet<string> = new Set(
  ["APPE", "LIST", "MLSD", "NLST", "RETR", "STOR", "STOU"],
);

/** How well a session is protected. */
export interface Protected {
  readonly control: boolean;
  readonly data: boolean;
}

/**
 * The refusal of a command that needs more protection than it has; undefined for others. With
 * `spares`, nothing is demanded of the control connection (AllowPerUser, before login).
 */
export function refusalOf(
  required: Required,
  { verb }: Request,
  protection: Protected,
  spares: boolean,
): Reply | undefined {
  if (!protection.control && !spares) {
    const isRefused = required.control && !BEFORE.has(verb) || required.auth && LOGIN.has(verb);
    if (isRefused) return reply(550, "SSL/TLS required on the control channel");
  }
  if (required.data === true && !protection.data && DATA_VERBS.has(verb)) {
    return reply(522, "SSL/TLS required on the data channel");
  }
  return undefined;
}
