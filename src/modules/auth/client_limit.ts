/**
 * What all limits on clients are set to, and how a client is told that one is reached.
 *
 * @module
 */

import type { Arguments, Context, Directive } from "../../config/mod.ts";
import { countOrNone } from "../../config/mod.ts";
import { reply } from "../../protocol/mod.ts";
import { type EventName, raise } from "../../session/raise.ts";
import type { Session } from "../../session/session.ts";
import { SessionEnd } from "../../session/session_end.ts";

/** How many clients there may be, by one line of a directive of the `MaxClients` family. */
export interface ClientLimit {
  /** How many there may be; `Infinity` for any number. */
  readonly most: number;
  /** What one too many is told instead of the usual words; `%m` stands for `most`. */
  readonly message: string | undefined;
}

/** A limit that nobody reaches: the value where no line sets one. */
export const unlimited: ClientLimit = { most: Infinity, message: undefined };

/** A directive `name n|none [message]`. */
export function clientLimit(name: string, contexts: readonly Context[]): Directive<ClientLimit> {
  return {
    name,
    contexts,
    syntax: `${name} n|none [message]`,
    fallback: unlimited,
    counts: (words) => isNumber(words[0]),
    parse(args: Arguments) {
      args.between(1, 2);
      return { most: args.single(countOrNone), message: args.words[1] };
    },
  };
}

/** Whether the word is not `none`. */
export function isNumber(word: string | undefined): boolean {
  return word?.toLowerCase() !== "none";
}

/** A limit that would be broken. */
export interface BrokenLimit {
  readonly limit: ClientLimit;
  /** The directive, and the class where it has one. */
  readonly which: string;
  /** What the client is told where the limit has no message. */
  readonly usual: string;
  readonly event: EventName;
}

/** The end of a session that would be one too many; `user` is the name that it comes with, if any. */
export function tooMany(session: Session, broken: BrokenLimit, user?: string): SessionEnd {
  const { which, limit: { most, message }, usual, event } = broken;
  const end = raise(session, event, user);
  if (end) return end;
  session.log.notice(`Connection refused (${which} ${most})`);
  const text = (message ?? usual).replaceAll("%m", String(most));
  return new SessionEnd(`Denied by ${which.split(" ")[0]}`, reply(530, text));
}
