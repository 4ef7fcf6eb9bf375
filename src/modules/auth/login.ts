/**
 * USER and PASS (RFC 959 §4.1.1): who is it, is it true, may they come in, and into what.
 *
 * @module
 */

import { countOrNone, type Directive, settingText } from "../../config/mod.ts";
import { FtpError, type Reply, reply, words } from "../../protocol/mod.ts";
import type { Command, Request } from "../../session/module.ts";
import { raise, raiseAfter } from "../../session/raise.ts";
import type { Session } from "../../session/session.ts";
import { SessionEnd } from "../../session/session_end.ts";
import { meaningOf, meaningText } from "./aliases.ts";
import { anonRequirePassword } from "./anonymous.ts";
import { type Claim, examine } from "./examination.ts";
import { areaProblem } from "./jail.ts";
import { judge, type Objection } from "./judgement.ts";
import { letIn } from "./let_in.ts";
import { denied } from "./messages.ts";
import { allowEmptyPasswords } from "./password.ts";

/** `MaxLoginAttempts`: failed PASS commands before the connection is closed. */
export const maxLoginAttempts: Directive<number> = {
  name: "MaxLoginAttempts",
  contexts: ["server", "vhost", "global"],
  syntax: "MaxLoginAttempts n|none",
  fallback: 3,
  parse: (args) => args.single(countOrNone),
};

/** Bytes of the longest name that anybody is asked about. */
const LONGEST_NAME = 256;

/** The two commands in one session. */
export function login(session: Session): readonly Command[] {
  let failures = 0;
  /** The name of the last USER. What it means is asked at PASS: HOST may come in between. */
  let claimed: string | undefined;

  function takeName(request: Request): Reply {
    const name = request.argument;
    if (!request.hasArgument) {
      throw new FtpError(reply(500, "USER: command requires a parameter"));
    }
    if (session.login) {
      if (session.login.name === name) return reply(230, `User ${name} logged in`);
      throw new FtpError(reply(501, "Reauthentication not supported"));
    }
    if (name.length > LONGEST_NAME) {
      session.log.auth("notice", `USER ${name} (Login failed): maximum USER length exceeded`);
      throw new FtpError(reply(501, "Login incorrect."));
    }
    const meaning = meaningOf(name, session.config);
    session.log.debug(3, () => meaningText(name, meaning), "auth");
    claimed = name;
    const { anonymous } = meaning;
    if (!anonymous && !meaning.isRefused) {
      const voucher = session.table.vouchers.map((vouch) => vouch(meaning.user)).find(Boolean);
      if (voucher !== undefined) return enterVouched(voucher);
    }
    if (anonymous && !session.config.inside(anonymous).get(anonRequirePassword)) {
      return reply(
        331,
        "Anonymous login ok, send your complete email address as your password",
      );
    }
    // Logins are of the whole name; the original tells its first word here.
    return reply(331, `Password required for ${words(name)[0] ?? ""}`);
  }

  /**
   * Lets in whom the module `voucher` knows to be who they say (RFC 2228: 232): with the phases of a
   * PASS, since that is when modules do what a login needs.
   */
  function enterVouched(voucher: string): Reply {
    const pass: Request = { verb: "PASS", argument: "", hasArgument: false };
    const { table } = session;
    const answer = table.run("pre", pass) ?? takeWord(pass, voucher);
    const isIn = answer.code < 400;
    table.run(isIn ? "post" : "postError", pass, answer);
    if (!isIn) return answer;
    return { code: 232, lines: answer.lines };
  }

  function takePassword(request: Request): Reply {
    return takeWord(request, undefined);
  }

  /** PASS, or what stands for it: the word of the module `voucher`. */
  function takeWord({ argument: password }: Request, voucher: string | undefined): Reply {
    const claim = takeClaim(password, voucher);
    demandWord(claim);
    const findings = examine(session, claim);
    const { objection, account } = judge(session, claim, findings);
    if (objection) return refuse(claim, objection);
    const { name, meaning: { anonymous, isAlias }, config, isOpen } = claim;
    const entry = { name, account, anonymous, isAlias, config };
    const problem = areaProblem(session, entry);
    if (problem) {
      for (const { level, text } of problem) session.log.auth(level, text);
      const { code, lines } = refuse(claim, "logged");
      return { code, lines: ["Unable to set anonymous privileges.", ...lines] };
    }
    return letIn(session, entry, findings.member, isOpen ? password : undefined);
  }

  /** Who asks now; each USER is good for one PASS. Throws `FtpError` (503) where nobody may ask. */
  function takeClaim(password: string, voucher: string | undefined): Claim {
    if (session.login) throw new FtpError(reply(503, "You are already logged in"));
    if (claimed === undefined) throw new FtpError(reply(503, "Login with USER first"));
    const name = claimed;
    claimed = undefined;
    const meaning = meaningOf(name, session.config);
    const { anonymous } = meaning;
    const config = anonymous ? session.config.inside(anonymous) : session.config;
    const isOpen = anonymous !== undefined && !config.get(anonRequirePassword);
    return { name, meaning, config, password, isOpen, voucher };
  }

  /**
   * Refuses who says nothing at all, where `AllowEmptyPasswords` is off. Throws `FtpError` (501), or
   * `SessionEnd` where the event (`mod_auth.empty-password`) ends the session.
   */
  function demandWord({ name, config, password, voucher }: Claim): void {
    // An area can be stricter than its server, not laxer, as in the original.
    const mayBeEmpty = session.config.get(allowEmptyPasswords) && config.get(allowEmptyPasswords);
    if (password !== "" || mayBeEmpty || voucher !== undefined) return;
    session.log.auth("notice", `Refusing empty password from user '${name}'`);
    const end = raise(session, "mod_auth.empty-password", name);
    if (end) throw end;
    throw new FtpError({ ...denied(config, name), code: 501 });
  }

  /** Counts a failure. Throws `SessionEnd` where it is one too many (`MaxLoginAttempts`). */
  function refuse({ name, config }: Claim, objection: Objection): Reply {
    session.auth.refuse();
    if (objection !== "logged") {
      const { level, text, directive } = objection;
      session.log.auth(level, text);
      if (directive) {
        session.log.debug(
          8,
          () => `LOGIN of '${name}': denied by ${settingText(config, directive)}`,
          "auth",
        );
      }
    }
    failures++;
    const answer = denied(config, name);
    const most = session.config.get(maxLoginAttempts);
    if (failures < most) return answer;
    session.log.auth(
      "notice",
      `Maximum login attempts (${most}) exceeded, connection refused`,
    );
    const end = new SessionEnd("Denied by MaxLoginAttempts", answer);
    throw raiseAfter(session, "mod_auth.max-login-attempts", end, name);
  }

  return [
    { verb: "USER", class: "auth", syntax: "<sp> username", beforeLogin: true, run: takeName },
    {
      verb: "PASS",
      class: "auth",
      syntax: "<sp> password",
      beforeLogin: true,
      run: takePassword,
    },
  ];
}
