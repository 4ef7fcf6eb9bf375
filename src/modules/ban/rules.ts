/**
 * `BanOnEvent`: what bans follow from. And what clients are told: `BanMessage`.
 *
 * @module
 */

import { BAN_EVENTS, type BanEvent, type BanKind } from "../../bans/mod.ts";
import type { Arguments, Directive } from "../../config/mod.ts";
import { EVENT_NAMES, type EventName } from "../../session/raise.ts";

/** What bans follow from that this module sees for itself. */
const OWN = { ClientConnectRate: "connect", LoginRate: "login" } as const;

/** What is raised, by the name of the event; not what is not raised by this server. */
const RAISED: Readonly<Partial<Record<BanEvent, EventName>>> = {
  AnonRejectPasswords: "mod_auth.anon-reject-passwords",
  BadProtocol: "core.bad-protocol",
  EmptyPassword: "mod_auth.empty-password",
  MaxClientsPerClass: "mod_auth.max-clients-per-class",
  MaxClientsPerHost: "mod_auth.max-clients-per-host",
  MaxClientsPerUser: "mod_auth.max-clients-per-user",
  MaxCommandRate: "core.max-command-rate",
  MaxConnectionsPerHost: "mod_auth.max-connections-per-host",
  MaxHostsPerUser: "mod_auth.max-hosts-per-user",
  MaxLoginAttempts: "mod_auth.max-login-attempts",
  MaxLoginAttemptsFromUser: "mod_auth.max-login-attempts",
  RootLogin: "mod_auth.root-login",
  TimeoutIdle: "core.timeout-idle",
  TimeoutLogin: "core.timeout-login",
  TimeoutNoTransfer: "core.timeout-no-transfer",
  TLSHandshake: "mod_tls.ctrl-handshake",
  UnhandledCommand: "core.unhandled-command",
};

/** One line of `BanOnEvent`. */
export interface BanRule {
  /** The event by its name in `BAN_EVENTS`, or as it is raised. */
  readonly event: string;
  /** When it happens: what is raised, a connection, a login. */
  readonly on: string;
  readonly kind: BanKind;
  /** How often it has to happen … */
  readonly most: number;
  /** … in so many milliseconds … */
  readonly within: number;
  /** … for a ban of so many milliseconds. */
  readonly length: number;
  /** What those who are banned are told; undefined leaves that to `BanMessage`. */
  readonly message: string | undefined;
}

/** `BanOnEvent event N/hh:mm:ss hh:mm:ss [message]`. */
export const banOnEvent: Directive<BanRule | undefined> = {
  name: "BanOnEvent",
  contexts: ["server", "global"],
  syntax: "BanOnEvent event freq duration [message]",
  fallback: undefined,
  repeat: "all",
  parse(args) {
    args.atLeast(3);
    const [, often = "", period] = /^([^/]*)(?:\/(.*))?$/s.exec(args.word(1)) ?? [];
    if (period === undefined) args.fail(`badly formatted freq parameter: '${args.word(1)}'`);
    const most = Number.parseInt(often, 10);
    if (!(most > 0)) args.fail("freq occurrences must be greater than 0");
    const within = clock(period, "freq", args);
    const length = clock(args.word(2), "duration", args);
    const message = args.words[3];
    return { ...eventOf(args), most: Math.min(most, MOST_COUNTED), within, length, message };
  },
};

/** What a record of the table has room for. */
const MOST_COUNTED = 0xffff_ffff;

/** Milliseconds of `hh:mm:ss`; what stands behind that is passed over, as by the original. */
function clock(text: string, what: "freq" | "duration", args: Arguments): number {
  const [, ...digits] = /^(\d{1,2}):(\d{1,2}):(\d{1,2})/.exec(text) ?? [];
  if (digits.length === 0) args.fail(`badly formatted ${what} parameter: '${text}'`);
  const [hours, minutes, seconds] = digits.map(Number);
  const total = (hours * 60 + minutes) * 60 + seconds;
  return total > 0 ? total * 1000 : args.fail(`${what} parameter cannot be '00:00:00'`);
}

function eventOf(args: Arguments): Pick<BanRule, "event" | "on" | "kind"> {
  const word = args.word(0);
  const known = (Object.keys(BAN_EVENTS) as BanEvent[]).find((name) =>
    name.toLowerCase() === word.toLowerCase()
  );
  const on = known === undefined
    ? EVENT_NAMES.find((name) => name === word)
    : known in OWN
    ? OWN[known as keyof typeof OWN]
    : RAISED[known];
  if (on === undefined) {
    args.warn(`this server has no event '${word}': nobody will be banned for it`);
  }
  return { event: known ?? word, on: on ?? "", kind: known ? BAN_EVENTS[known] : "host" };
}

/** `BanMessage`: what those who are banned are told; nothing where there is none. */
export const banMessage: Directive<string | undefined> = {
  name: "BanMessage",
  contexts: ["server", "global"],
  syntax: "BanMessage message",
  fallback: undefined,
  parse: (args) => args.single(),
};

/** `BanOptions MatchAnyServer`: bans of any server count for this one. */
export const banOptions: Directive<{ readonly matchAnyServer: boolean }> = {
  name: "BanOptions",
  contexts: ["server", "vhost", "global"],
  syntax: "BanOptions MatchAnyServer",
  fallback: { matchAnyServer: false },
  parse(args) {
    args.between(1, Infinity);
    args.each((word) =>
      word.toLowerCase() === "matchanyserver" || args.fail(`: unknown BanOption '${word}'`)
    );
    return { matchAnyServer: true };
  },
};
