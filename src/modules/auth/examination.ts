/**
 * What is found out about somebody who asks to be let in: who that is, whether the password is right,
 * and whatever else could speak against it.
 *
 * @module
 */

import { type Account, incorrectText, type Verdict } from "../../auth/mod.ts";
import type { Scope } from "../../config/mod.ts";
import type { Decision, Member } from "../../session/access/mod.ts";
import type { Session } from "../../session/session.ts";
import { type Refusal, refusalAfter, refusalBefore } from "./admission.ts";
import type { Meaning } from "./aliases.ts";
import { authUsingAlias } from "./anonymous.ts";
import { hashOfConfig, hasOwnHash, maxPasswordSize } from "./password.ts";

/** Somebody who asks to be let in. */
export interface Claim {
  /** The name in USER. */
  readonly name: string;
  readonly meaning: Meaning;
  /** The settings of the anonymous area that the name leads to, else the server's. */
  readonly config: Scope;
  readonly password: string;
  /** Whether the area asks for no password: what is sent as one is an address. */
  readonly isOpen: boolean;
  /** The module that knows who it is, in the place of a password. */
  readonly voucher: string | undefined;
}

/** What is known of a claim. */
export interface Findings {
  /** Undefined where no source knows the user. */
  readonly account: Account | undefined;
  /** Whom rules see in the user. */
  readonly member: Member;
  /** What `<Limit LOGIN>` says; undefined where no source knows the user. */
  readonly decision: Decision | undefined;
  /** What speaks against the user, whatever the password. */
  readonly before: Refusal | undefined;
  /** What speaks against the user in spite of the right password. */
  readonly after: Refusal | undefined;
  readonly verdict: Verdict;
  /** Lines for the log (level notice) about the verdict, where they are not the usual ones. */
  readonly lines?: readonly string[];
}

/**
 * Finds out everything, whatever the first of it says: nobody is refused here, and a name that nobody
 * knows takes the same work as a wrong password.
 */
export function examine(session: Session, claim: Claim): Findings {
  const { meaning: { user, anonymous, isRefused }, config } = claim;
  const account = session.auth.find(user);
  const before = account && refusalBefore(account, config);
  const member = {
    user: account?.name ?? user,
    groups: account?.groups.map((group) => group.name) ?? [],
  };
  const decision = account && session.access.decisionAboutLogin(member, anonymous);
  // Looked up for everybody, too: who is refused by them learns nothing of the password.
  const after = refusalAfter(account ?? { name: user, shell: "" }, config);
  const admits = decision?.allowed === true && !before && !after && !isRefused;
  return { account, member, decision, before, after, ...checked(session, claim, account, admits) };
}

/** Whether the client is who it says; `admits` as in `Chain.verify`. */
function checked(
  session: Session,
  claim: Claim,
  account: Account | undefined,
  admits: boolean,
): Pick<Findings, "verdict" | "lines"> {
  if (claim.isOpen) return { verdict: account ? "ok" : "no-such-user" };
  if (claim.voucher !== undefined) return { verdict: vouchedVerdict(session, claim.meaning.user) };
  return checkPassword(session, claim, admits);
}

/** The verdict on whom somebody vouches for: nor does a certificate open a closed account. */
function vouchedVerdict(session: Session, user: string): Verdict {
  const known = session.auth.verifyInDatabase(user, "");
  const isClosed = known === "account-expired" || known === "account-inactive";
  return known === "no-such-user" || isClosed ? known : "ok";
}

/** Whether the password is that of whom the name means, which may be the alias (`AuthUsingAlias`). */
function checkPassword(
  session: Session,
  { name, meaning: { user, anonymous, isAlias }, config, password }: Claim,
  admits: boolean,
): Pick<Findings, "verdict" | "lines"> {
  const { auth, log, waiter } = session;
  const most = config.get(maxPasswordSize);
  if (password.length > most) {
    const text = `client-provided password size exceeds MaxPasswordSize (${most}), rejecting`;
    const hasOwn = hasOwnHash(user, config);
    return { verdict: "wrong-password", lines: hasOwn ? [text] : [text, incorrectText(name)] };
  }
  const asAlias = anonymous !== undefined && isAlias && config.get(authUsingAlias);
  if (asAlias) log.auth("info", `ANON AUTH: User ${user}, authenticating using alias ${name}`);
  const who = asAlias ? name : user;
  const own = hashOfConfig(who, config, session);
  waiter.attend(); // modules of PAM may take seconds
  const verdict = own === undefined
    ? auth.verify(who, password, admits)
    : auth.verifyByHash(who, password, own);
  own?.fill(0);
  return asAlias && verdict === "no-such-user"
    ? { verdict, lines: [`USER ${user} (Login failed): No such user found`] }
    : { verdict };
}
