/**
 * What is asked of passwords beyond what the sources of users say: `UserPassword`,
 * `AllowEmptyPasswords`, `MaxPasswordSize`, `AnonRejectPasswords`.
 *
 * @module
 */

import { type Directive, type Scope, toggle } from "../../config/mod.ts";
import type { Regex } from "../../libc/regex.ts";
import type { Session } from "../../session/session.ts";
import { readFilter } from "../../session/access/filter.ts";
import { patternOf } from "../../session/access/pattern.ts";

/**
 * `UserPassword user hash`: a password in the place of that which the user has elsewhere. Sessions find
 * in the place of the hash where it is to be had (`withHiddenHashes`).
 */
export const userPassword: Directive<{ readonly user: string; readonly hash: string }> = {
  name: "UserPassword",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "UserPassword user encrypted-password",
  fallback: { user: "", hash: "" },
  repeat: "all",
  parse(args) {
    args.atLeast(2);
    return { user: args.word(0), hash: args.word(1) };
  },
};

/** `AllowEmptyPasswords on|off`: whether PASS without anything behind it is looked at at all. */
export const allowEmptyPasswords = toggle("AllowEmptyPasswords", [
  "server",
  "vhost",
  "global",
  "anonymous",
], true);

/** `MaxPasswordSize bytes`: longer passwords are wrong, before anything is computed of them. */
export const maxPasswordSize: Directive<number> = {
  name: "MaxPasswordSize",
  contexts: ["server", "vhost", "global"],
  syntax: "MaxPasswordSize length",
  fallback: 1024,
  parse(args) {
    if (!/^\d+$/.test(args.single())) args.fail("badly formatted parameter");
    const value = args.count();
    return value > 0 ? value : args.fail("length must be greater than zero");
  },
};

/** What an anonymous client may not send as its address. */
interface Rejected {
  readonly pattern: Regex;
  /** Whether it is what does not match that is rejected. */
  readonly negated: boolean;
}

/** `AnonRejectPasswords [!]pattern [NC]`. */
export const anonRejectPasswords: Directive<Rejected | undefined> = {
  name: "AnonRejectPasswords",
  contexts: ["anonymous"],
  syntax: "AnonRejectPasswords pattern [flags]",
  fallback: undefined,
  parse(args) {
    const { pattern, eitherCase } = readFilter(args, ": ");
    const negated = pattern.startsWith("!");
    const regex = patternOf(args, negated ? pattern.slice(1) : pattern, eitherCase);
    return { pattern: regex, negated };
  },
};

/** All of them, for the vocabulary. */
export const passwordDirectives: readonly Directive<unknown>[] = [
  userPassword,
  allowEmptyPasswords,
  maxPasswordSize,
  anonRejectPasswords,
];

/** Whether an anonymous client may not send `password` as its address. */
export function isRejected(password: string, config: Scope): boolean {
  const rejected = config.get(anonRejectPasswords);
  return rejected !== undefined && rejected.pattern.test(password) !== rejected.negated;
}

/** Whether `UserPassword` has a hash for `user`. */
export function hasOwnHash(user: string, config: Scope): boolean {
  return config.all(userPassword).some((line) => line.user === user);
}

/**
 * The hash that `UserPassword` has for `user`, for the caller to wipe; undefined where it has none.
 * Before login only.
 */
export function hashOfConfig(
  user: string,
  config: Scope,
  { materialOf }: Pick<Session, "materialOf">,
): Uint8Array | undefined {
  const lines = config.all(userPassword);
  const own = lines.find((line) => line.user === user);
  // One is read for everybody: what a refusal takes does not tell who has got one.
  const line = own ?? lines.at(0);
  const hash = line && materialOf(line.hash);
  if (own === undefined) {
    hash?.fill(0);
    return undefined;
  }
  return hash ?? new Uint8Array(); // nobody's: nor does another password count then
}
