/**
 * What the log says about a refused password, in the original's words: log watchers match them.
 *
 * @module
 */

import type { Verdict } from "./source.ts";

/** The lines to log (level notice) for a refusal of `name`; `peer` as in the log: `host [address]`. */
export function verdictText(
  verdict: Exclude<Verdict, "ok">,
  name: string,
  peer: string,
  server: string,
): readonly string[] {
  const incorrect = incorrectText(name);
  switch (verdict) {
    case "no-such-user":
      return [`USER ${name}: no such user found from ${peer} to ${server}`];
    case "account-expired":
      return [`account for user '${name}' disabled due to password expiration`, incorrect];
    case "account-inactive":
      return [`account for user '${name}' disabled due to inactivity`, incorrect];
    case "wrong-password":
      return [incorrect];
    default:
      return [`USER ${name} (Login failed): ${PAM_REASONS[verdict]}`];
  }
}

/** What is said of a wrong password. */
export function incorrectText(name: string): string {
  return `USER ${name} (Login failed): Incorrect password`;
}

/** What is said of PAM's refusals. */
const PAM_REASONS = {
  "unknown-to-pam": "No such user found",
  "too-many-tries": "Max authentication service attempts reached",
  "credentials-insufficient": "Insufficient credentials",
  "service-unavailable": "Unavailable authentication service",
  "account-disabled": "Account disabled",
  "session-failed": "Failed initializing authentication service",
  "credentials-failed": "Failure setting credentials",
  "credentials-unavailable": "Unavailable credentials",
  "password-expired": "Password expired",
} as const;
