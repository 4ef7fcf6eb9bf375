/**
 * mod_auth_pam.c: asks PAM about passwords and accounts, and opens a session there.
 *
 * The session stays open until the client has gone. By then this process is the user, in the user's
 * root directory, and modules that need root's rights to close what they have opened do not have
 * them; so it is with the original.
 *
 * @module
 */

import { isPamText, PAM, PamTransaction } from "../libc/pam.ts";
import { getrandom } from "../libc/process.ts";
import type { PasswordCheck, Verdict } from "./source.ts";

/** What the check needs to be told. */
export interface PamOptions {
  /** AuthPAMConfig. */
  readonly service: string;
  /** The client's name or address, for PAM_RHOST. */
  readonly host: string;
  /** PAM_TTY; undefined for none (AuthPAMOptions NoTTY). */
  readonly terminal: string | undefined;
  /** Does `work` with the right to read what modules read (`asRoot`). */
  readonly privileged: <T>(work: () => T) => T;
  /** Is told of refusals of accounts, sessions and credentials, in the original's words. */
  readonly notice: (text: string) => void;
  /** Is told what is going on, for the trace log; `level` as there. */
  readonly trace: (level: number, text: string) => void;
}

/** Makes the check. */
export function openPamCheck(options: PamOptions): PasswordCheck {
  return new PamCheck(options);
}

/** A step of a login. */
interface Step {
  readonly take: (transaction: PamTransaction) => number;
  /** What its results mean, where it is not `otherwise`. */
  readonly refusals: Readonly<Record<number, Verdict>>;
  readonly otherwise: Verdict;
}

const authentication: Step = {
  take: (transaction) => transaction.authenticate(),
  refusals: {
    [PAM.USER_UNKNOWN]: "unknown-to-pam",
    [PAM.MAXTRIES]: "too-many-tries",
    [PAM.CRED_INSUFFICIENT]: "credentials-insufficient",
    [PAM.AUTHINFO_UNAVAIL]: "service-unavailable",
  },
  otherwise: "wrong-password",
};

const account: Step = {
  take: (transaction) => transaction.checkAccount(),
  refusals: { [PAM.USER_UNKNOWN]: "unknown-to-pam", [PAM.ACCT_EXPIRED]: "account-disabled" },
  otherwise: "wrong-password",
};

const opening: Step = {
  take: (transaction) => transaction.openSession(),
  refusals: { [PAM.SESSION_ERR]: "session-failed" },
  otherwise: "account-disabled",
};

/** After the session is open: in the original's order, and that of login(1). */
const credentials: Step = {
  take: (transaction) => transaction.establishCredentials(),
  refusals: {
    [PAM.USER_UNKNOWN]: "unknown-to-pam",
    [PAM.CRED_ERR]: "credentials-failed",
    [PAM.CRED_UNAVAIL]: "credentials-unavailable",
    [PAM.CRED_EXPIRED]: "password-expired",
  },
  otherwise: "wrong-password",
};

/** What is nobody's password. */
function noPassword(): string {
  const bytes = new Uint8Array(16);
  getrandom(bytes);
  return bytes.toHex();
}

class PamCheck implements PasswordCheck {
  readonly module = "mod_auth_pam.c";
  readonly #options: PamOptions;
  /** The transaction with an open session. */
  #open: PamTransaction | undefined;

  constructor(options: PamOptions) {
    this.#options = options;
  }

  verify(name: string, password: string, admits: boolean): Verdict {
    this.end();
    if (name === "" || !isPamText(name) || !isPamText(password)) return "wrong-password";
    // PAM lets those wait whose password is wrong, and only those.
    const word = admits ? password : noPassword();
    return this.#options.privileged(() => this.#ask(name, word, admits));
  }

  end(): void {
    const transaction = this.#open;
    if (transaction === undefined) return;
    this.#open = undefined;
    this.#options.trace(17, "closing PAM session");
    this.#options.privileged(() => {
      transaction.deleteCredentials();
      transaction.closeSession();
      transaction.end(PAM.SUCCESS);
    });
  }

  #ask(user: string, password: string, admits: boolean): Verdict {
    const { service, host, terminal, notice, trace } = this.#options;
    trace(8, `using PAM service name '${service}'`);
    const transaction = PamTransaction.start({ service, user, host, terminal });
    if (typeof transaction === "number") {
      trace(1, `unable to begin with PAM: error ${transaction}`);
      return "wrong-password";
    }
    const steps = [authentication, account, ...(admits ? [opening, credentials] : [])];
    return transaction.answering(password, () => {
      for (const step of steps) {
        if (step === opening) trace(17, "opening PAM session");
        const result = step.take(transaction);
        if (result === PAM.SUCCESS) continue;
        const reason = transaction.reason(result);
        if (step === authentication) {
          trace(1, `authentication error (${result}) for user '${user}': ${reason}`);
        } else if (admits) notice(`mod_auth_pam/1.2: PAM(${user}): ${reason}`);
        if (step === credentials) transaction.closeSession();
        transaction.end(result);
        return step.refusals[result] ?? step.otherwise;
      }
      if (admits) this.#open = transaction;
      else transaction.end(PAM.SUCCESS);
      return "ok";
    });
  }
}
