/**
 * Whether what was found out about somebody speaks against letting them in. The client is told the
 * same in all cases; the log has the reason.
 *
 * @module
 */

import { type Account, type Verdict, verdictText } from "../../auth/mod.ts";
import { type Decision, decisionText } from "../../session/access/mod.ts";
import { raise } from "../../session/raise.ts";
import type { Session } from "../../session/session.ts";
import type { Refusal } from "./admission.ts";
import type { Claim, Findings } from "./examination.ts";
import { isRejected } from "./password.ts";

/** Why somebody is refused: what is still to be logged, or that everything has been. */
export type Objection = Refusal | "logged";

/** Somebody known, against whom nothing speaks; or an objection. */
export type Judgement =
  | { readonly objection: undefined; readonly account: Account }
  | { readonly objection: Objection; readonly account?: undefined };

/**
 * Judges a claim by what `examine` has found. Throws `SessionEnd` where an event ends the session
 * (`mod_auth.root-login`, `mod_auth.anon-reject-passwords`).
 */
export function judge(session: Session, claim: Claim, findings: Findings): Judgement {
  const { name, meaning } = claim;
  const { account, decision } = findings;
  if (meaning.isRefused) {
    const text = `USER ${name}: user is not a UserAlias from ${places(session)}`;
    return { objection: { level: "notice", text } };
  }
  if (!account || !decision) {
    logVerdict(session, "no-such-user", name);
    return { objection: "logged" };
  }
  const objection = objectionToUser(session, claim, findings, decision) ??
    objectionToPassword(session, claim, findings);
  return objection ? { objection } : { objection, account };
}

/** `RootLogin`, `AnonRejectPasswords`, `<Limit LOGIN>`: whatever the password. */
function objectionToUser(
  session: Session,
  { name, meaning, config, password, isOpen }: Claim,
  { before }: Findings,
  decision: Decision,
): Objection | undefined {
  if (before) {
    const end = raise(session, "mod_auth.root-login", name);
    if (end) throw end;
    return before;
  }
  if (isOpen && isRejected(password, config)) {
    session.log.auth("notice", `ANON ${name}: AnonRejectPasswords denies login`);
    const end = raise(session, "mod_auth.anon-reject-passwords", name);
    if (end) throw end;
    return "logged";
  }
  const { user } = meaning;
  session.log.debug(8, () => `LOGIN of user '${user}': ${decisionText(decision)}`, "auth");
  if (decision.allowed) return undefined;
  return { level: "notice", text: `USER ${name} (Login failed): Limit access denies login` };
}

/** A wrong password; with the right one, `UseFtpUsers` and `RequireValidShell`. */
function objectionToPassword(
  session: Session,
  { name, meaning: { user }, isOpen, voucher }: Claim,
  { after, verdict, lines }: Findings,
): Objection | undefined {
  if (verdict !== "ok") {
    // Nobody has asked whether it is right.
    if (after && !lines && session.auth.hasChecks) return after;
    if (lines) { for (const text of lines) session.log.auth("notice", text); }
    else logVerdict(session, verdict, name);
    return "logged";
  }
  session.log.debug(
    2,
    () =>
      isOpen
        ? `user '${user}' of an anonymous area needs no password`
        : `user '${user}' authenticated by ${voucher ?? session.auth.moduleOf(user)}`,
    "auth",
  );
  if (voucher !== undefined) {
    session.log.auth("notice", `USER ${name}: Authenticated without password`);
  }
  return after;
}

/** The client's and our own end of the connection, for the log. */
function places({ client, local }: Session): string {
  return `${client.name} [${client.ip}] to ${local.shown}:${local.address.port}`;
}

function logVerdict(session: Session, verdict: Exclude<Verdict, "ok">, name: string): void {
  const [peer, server] = places(session).split(" to ");
  for (const line of verdictText(verdict, name, peer, server)) session.log.auth("notice", line);
}
