/**
 * How many clients may be logged in: `MaxClients`, `MaxClientsPerHost`, `MaxClientsPerUser`,
 * `MaxClientsPerClass`, `MaxHostsPerUser`.
 *
 * A limit of a server counts everybody who is logged in there; one of an `<Anonymous>` area counts
 * those in that area. Who has connected only counts nowhere.
 *
 * The original is less exact in three ways that its documentation does not mention: it counts for
 * each local address of a server; for an anonymous client it counts the area even where the limit is
 * the server's, which lets more in than that says; and MaxHostsPerUser counts sessions from other
 * addresses, not the addresses.
 *
 * @module
 */

import type { Account } from "../../auth/mod.ts";
import type { Context, Directive, Section } from "../../config/mod.ts";
import { Scope } from "../../config/mod.ts";
import { fitField, type SessionRecord } from "../../scoreboard/mod.ts";
import type { Judge } from "../../session/score.ts";
import type { Session } from "../../session/session.ts";
import type { EventName } from "../../session/raise.ts";
import {
  type BrokenLimit,
  type ClientLimit,
  clientLimit,
  isNumber,
  tooMany,
  unlimited,
} from "./client_limit.ts";

const CONTEXTS: readonly Context[] = ["server", "vhost", "global", "anonymous"];

/** `MaxClients`: of all. */
export const maxClients = clientLimit("MaxClients", CONTEXTS);
/** `MaxClientsPerHost`: with one address. */
export const maxClientsPerHost = clientLimit("MaxClientsPerHost", CONTEXTS);
/** `MaxClientsPerUser`: as one user. */
export const maxClientsPerUser = clientLimit("MaxClientsPerUser", CONTEXTS);
/** `MaxHostsPerUser`: addresses from which one user is logged in. */
export const maxHostsPerUser = clientLimit("MaxHostsPerUser", CONTEXTS);

/** `MaxClientsPerClass class n|none [message]`: of one `<Class>`. */
export const maxClientsPerClass: Directive<ClientLimit & { readonly className: string }> = {
  name: "MaxClientsPerClass",
  contexts: ["server", "vhost", "global"],
  syntax: "MaxClientsPerClass class n|none [message]",
  fallback: { ...unlimited, className: "" },
  repeat: "all",
  counts: (words) => isNumber(words[1]),
  parse(args) {
    if (args.words.length < 2) args.fail("wrong number of parameters");
    const word = args.word(1);
    const isCount = /^\d+$/.test(word) && Number(word) > 0;
    if (isNumber(word) && !isCount) args.fail("max must be 'none' or a number greater than 0");
    return {
      className: args.word(0),
      most: isCount ? Number(word) : Infinity,
      message: args.words[2],
    };
  },
};

/** All of them, for the vocabulary. */
export const maxClientsDirectives: readonly Directive<unknown>[] = [
  maxClients,
  maxClientsPerClass,
  maxClientsPerHost,
  maxClientsPerUser,
  maxHostsPerUser,
];

/** Somebody who may come in, if there is room. */
export interface Newcomer {
  /** The name that it has given. */
  readonly name: string;
  readonly account: Account;
  readonly anonymous: Section | undefined;
  /** The settings that will hold for the login. */
  readonly config: Scope;
}

/** One limit that holds for a newcomer. */
interface Rule extends BrokenLimit {
  /** How many of `others` count against the limit. */
  readonly count: (others: readonly SessionRecord[]) => number;
}

/**
 * Throws `SessionEnd` where `newcomer` would be one client too many; else it counts from now on.
 * Nothing else may keep it out after that.
 */
export function demandRoom(session: Session, newcomer: Newcomer): void {
  const rules = rulesFor(session, newcomer);
  if (rules.length === 0) return;
  const judge: Judge<Rule> = (others) => {
    const present = others.filter(({ loggedIn }) => loggedIn === 1);
    return rules.find(({ limit, count }) => count(present) >= limit.most);
  };
  const broken = session.score.enter(session, newcomer.account, judge);
  if (broken) throw tooMany(session, broken, newcomer.name);
}

/** The limits that are set, in the order in which the original looks at them. */
function rulesFor(session: Session, newcomer: Newcomer): Rule[] {
  const { config, anonymous, account } = newcomer;
  const user = fitField("user", account.name);
  const host = fitField("clientAddress", session.client.ip);
  const className = session.access.className;
  const isClass = fitField("className", className ?? "");
  const area = anonymous && new Scope([anonymous]);

  /** Counts what `counts` says, in the area where `directive` stands in one. */
  const rule = (
    directive: Directive<ClientLimit>,
    event: EventName,
    whom: string,
    count: (present: readonly SessionRecord[]) => number,
  ): Rule => ({
    limit: config.get(directive),
    which: directive.name,
    event,
    usual: `Sorry, the maximum number of ${whom} are already connected.`,
    // Everybody in an area is its User.
    count: area?.has(directive)
      ? (present) => count(present.filter((record) => record.user === user))
      : count,
  });
  const where =
    (holds: (record: SessionRecord) => boolean) => (present: readonly SessionRecord[]) =>
      present.filter(holds).length;

  const ofClass = config.all(maxClientsPerClass).find((limit) => limit.className === className);
  const perClass: Rule = {
    limit: ofClass ?? unlimited,
    which: `MaxClientsPerClass ${className}`,
    event: "mod_auth.max-clients-per-class",
    usual: "Sorry, the maximum number of clients (%m) from your class are already connected.",
    count: where((record) => record.className === isClass),
  };
  const rules = [
    perClass,
    rule(
      maxClientsPerHost,
      "mod_auth.max-clients-per-host",
      "clients (%m) from your host",
      where((record) => record.clientAddress === host),
    ),
    rule(
      maxClientsPerUser,
      "mod_auth.max-clients-per-user",
      "clients (%m) for this user",
      where((record) => record.user === user),
    ),
    rule(maxClients, "mod_auth.max-clients", "allowed clients (%m)", (present) => present.length),
    rule(maxHostsPerUser, "mod_auth.max-hosts-per-user", "hosts (%m) for this user", (present) => {
      const addresses = present.filter((record) => record.user === user)
        .map(({ clientAddress }) => clientAddress);
      return new Set(addresses.filter((address) => address !== host)).size;
    }),
  ];
  return rules.filter(({ limit }) => limit.most !== Infinity);
}
