/**
 * `RootRevoke`: from which port the server opens data connections. RFC 959 §3.2 wants the one before
 * that of the control connection (20 beside 21), which some firewalls insist on.
 *
 * @module
 */

import type { Directive, Scope } from "../../config/mod.ts";

/** What a word of the directive says of the port before the control connection's. */
interface SourcePort {
  /** Whether data connections are to come from there. */
  readonly isWanted: boolean;
  /** Whether the right to bind it is kept past the login, should it take one. */
  readonly isKept: boolean;
}

const ANY = "UseNonCompliantActiveTransfers";

/**
 * `RootRevoke on|off|UseNonCompliantActiveTransfers`. Without a line, or with the last word, data
 * connections come from any port. Root's rights are always gone after login, except with `off` the one
 * to bind a port below 1024; with `on` such a port is not to be had, and any other serves. (The
 * original then refuses PORT and EPRT, and with `off` stays root.)
 */
export const rootRevoke: Directive<SourcePort> = {
  name: "RootRevoke",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: `RootRevoke on|off|${ANY}`,
  fallback: { isWanted: false, isKept: false },
  parse(args) {
    // The original's own documentation spells it without the s, too.
    const isAny = [ANY, ANY.slice(0, -1)].some((word) =>
      word.toLowerCase() === args.word(0).toLowerCase()
    );
    return isAny ? rootRevoke.fallback : { isWanted: true, isKept: !args.boolean() };
  },
};

/** Ports below this one are root's (ip(7)). */
const UNPRIVILEGED = 1024;

/** Whether a session on port `control` has to keep the right to bind low ports for what `config` says. */
export function needsRightToBind(config: Scope, control: number): boolean {
  return config.get(rootRevoke).isKept && control <= UNPRIVILEGED;
}

/** The port that active data connections of a session on port `control` come from; undefined for any. */
export function sourcePort(config: Scope, control: number): number | undefined {
  return config.get(rootRevoke).isWanted ? control - 1 : undefined;
}
