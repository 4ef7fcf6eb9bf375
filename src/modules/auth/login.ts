/**
 * USER and PASS (RFC 959 §4.1.1): who is it, is it true, may they come in, and into what.
 *
 * @module
 */

import { incorrectText, type Verdict, verdictText } from "../../auth/mod.ts";
import { countOrNone, type Directive, type Scope, settingText } from "../../config/mod.ts";
import { getuid } from "../../libc/process.ts";
import { FtpError, type Reply, reply } from "../../protocol/mod.ts";
import { type KeptRight, KeptRights } from "../../privilege/mod.ts";
import { decisionText, settled } from "../../session/access/mod.ts";
import { displayed, rememberDisplays } from "../../session/display.ts";
import { needsRightToBind } from "../../session/data/source_port.ts";
import type { Command, Request, RightsAsked } from "../../session/module.ts";
import { underSettled } from "../../session/server_scope.ts";
import { raise, raiseAfter } from "../../session/raise.ts";
import type { Session } from "../../session/session.ts";
import { SessionEnd } from "../../session/session_end.ts";
import { heedsOverrides } from "../../settings/mod.ts";
import { startLoginTimers } from "../../session/timeouts.ts";
import { displayLogin } from "../core/display.ts";
import { displayQuit } from "../core/quit.ts";
import { displayFileTransfer } from "../xfer/display.ts";
import { type Refusal, refusalAfter, refusalBefore } from "./admission.ts";
import { type Meaning, meaningOf, meaningText } from "./aliases.ts";
import { anonRequirePassword, authUsingAlias } from "./anonymous.ts";
import { enter, EntryRefused } from "./enter.ts";
import { areaProblem, jailOf } from "./jail.ts";
import { demandRoom } from "./max_clients.ts";
import { denied, granted } from "./messages.ts";
import { allowEmptyPasswords, hashOfConfig, isRejected, maxPasswordSize } from "./password.ts";

/** `MaxLoginAttempts`: failed PASS commands before the connection is closed. */
export const maxLoginAttempts: Directive<number> = {
  name: "MaxLoginAttempts",
  contexts: ["server", "vhost", "global"],
  syntax: "MaxLoginAttempts n|none",
  fallback: 3,
  parse: (args) => args.single(countOrNone),
};

/** What was found out about a password. */
interface Check {
  readonly verdict: Verdict;
  /** Lines for the log (level notice), where they are not the usual ones. */
  readonly lines?: readonly string[];
}

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
    return reply(331, `Password required for ${name}`);
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
  function takeWord(request: Request, voucher: string | undefined): Reply {
    if (session.login) throw new FtpError(reply(503, "You are already logged in"));
    if (claimed === undefined) throw new FtpError(reply(503, "Login with USER first"));
    const name = claimed;
    claimed = undefined;
    const meaning = meaningOf(name, session.config);
    const { user, anonymous, isAlias } = meaning;
    const config = anonymous ? session.config.inside(anonymous) : session.config;
    const { argument: password } = request;
    // An area can be stricter than its server, not laxer, as in the original.
    const mayBeEmpty = session.config.get(allowEmptyPasswords) && config.get(allowEmptyPasswords);
    if (password === "" && !mayBeEmpty && voucher === undefined) {
      session.log.auth("notice", `Refusing empty password from user '${name}'`);
      const end = raise(session, "mod_auth.empty-password", name);
      if (end) throw end;
      throw new FtpError({ ...denied(config, name), code: 501 });
    }
    const open = anonymous !== undefined && !config.get(anonRequirePassword);
    const account = session.auth.find(user);
    const before = account && refusalBefore(account, config);
    const identity = {
      user: account?.name ?? user,
      groups: account?.groups.map((group) => group.name) ?? [],
    };
    const decision = account && session.access.decisionAboutLogin(identity, anonymous);
    // Looked up for everybody, too: who is refused by them learns nothing of the password.
    const after = refusalAfter(account ?? { name: user, shell: "" }, config);
    const admits = decision?.allowed === true && !before && !after && !meaning.isRefused;
    const { verdict, lines }: Check = open
      ? { verdict: account ? "ok" : "no-such-user" }
      : voucher !== undefined
      ? { verdict: vouchedVerdict(user) }
      : check(name, meaning, password, admits);
    if (meaning.isRefused) {
      const text = `USER ${name}: user is not a UserAlias from ${places()}`;
      return refuse(name, config, { level: "notice", text });
    }
    if (!account || !decision) {
      logVerdict("no-such-user", name);
      return refuse(name, config);
    }
    if (before) {
      const end = raise(session, "mod_auth.root-login", name);
      if (end) throw end;
      return refuse(name, config, before);
    }
    if (open && isRejected(password, config)) {
      const text = `ANON ${name}: AnonRejectPasswords denies login`;
      session.log.auth("notice", text);
      const end = raise(session, "mod_auth.anon-reject-passwords", name);
      if (end) throw end;
      return refuse(name, config);
    }
    session.log.debug(8, () => `LOGIN of user '${user}': ${decisionText(decision)}`, "auth");
    if (!decision.allowed) {
      const text = `USER ${name} (Login failed): Limit access denies login`;
      return refuse(name, config, { level: "notice", text });
    }
    if (verdict !== "ok") {
      // Nobody has asked whether it is right.
      if (after && !lines && session.auth.hasChecks) return refuse(name, config, after);
      if (lines) { for (const text of lines) session.log.auth("notice", text); }
      else logVerdict(verdict, name);
      return refuse(name, config);
    }
    session.log.debug(
      2,
      () =>
        open
          ? `user '${user}' of an anonymous area needs no password`
          : `user '${user}' authenticated by ${voucher ?? session.auth.moduleOf(user)}`,
      "auth",
    );
    if (voucher !== undefined) {
      session.log.auth("notice", `USER ${name}: Authenticated without password`);
    }
    if (after) return refuse(name, config, after);
    const entry = { name, account, anonymous, isAlias, config };
    const problem = areaProblem(session, entry);
    if (problem) {
      for (const { level, text } of problem) session.log.auth(level, text);
      const { code, lines } = refuse(name, config);
      return { code, lines: ["Unable to set anonymous privileges.", ...lines] };
    }
    const own = settled(session.server, { className: session.access.className, user: identity });
    const isSettled = own === session.server;
    const rules = isSettled ? session.access : session.access.under(own);
    const refusal = isSettled ? undefined : rules.decisionAboutLogin(identity, anonymous);
    if (refusal && !refusal.allowed) {
      session.log.auth("notice", `USER ${name}: Limit access denies login`);
      throw new SessionEnd("Denied by <Limit LOGIN>", denied(config, name));
    }
    const server = isSettled ? session.config : underSettled(own, session.config);
    const settings = anonymous ? server.inside(anonymous) : server;
    demandRoom(session, { name, account, anonymous, config: settings });
    const files = [displayQuit, displayFileTransfer].map((directive) => settings.get(directive));
    rememberDisplays(session, [config.get(displayLogin), ...files]);
    const area = anonymous ?? own;
    const overrides = heedsOverrides(settings, area) ? session.openOverrides() : undefined;
    // Now, while the sources still know where users live.
    const access = rules.of({
      ...identity,
      anonymous,
      overrides,
      anonymousRoot: anonymous && jailOf(session, entry),
      homeOf: (user) => user === "" ? account.home : session.auth.find(user)?.home,
      owners: {
        user: ({ name }) => name === undefined ? account.uid : session.auth.userId(name),
        group: ({ name }) => name === undefined ? account.gid : session.auth.groupId(name),
      },
      // Nobody else's files or groups can be given anyway.
      lateOwners: {
        user: ({ name = account.name }) => name === account.name ? account.uid : undefined,
        group: ({ name }) =>
          name === undefined
            ? account.gid
            : account.groups.find((group) => group.name === name)?.gid,
      },
    });
    for (const prepare of session.table.entries) prepare(account, config, anonymous !== undefined);
    const rights: KeptRight[] = [];
    if (access.givesFilesAway) rights.push("chown");
    if (needsRightToBind(settings, session.local.address.port)) rights.push("bind");
    const kept = getuid() === 0 && account.uid !== 0
      ? keptRights(rights, session.table.rights.map((ask) => ask(settings)))
      : new KeptRights([]);
    try {
      enter(session, entry, kept);
      session.kept = kept;
    } catch (error) {
      if (!(error instanceof EntryRefused)) throw error;
      for (const { level, text } of error.reasons) session.log.auth(level, text);
      throw new SessionEnd(`Unable to become user ${name}`, denied(config, name));
    }
    session.config = settings;
    session.access = access;
    session.login = {
      name,
      account,
      anonymous,
      email: open ? request.argument : undefined,
    };
    startLoginTimers(session);
    if (account.uid === 0) session.log.auth("warn", "ROOT FTP login successful");
    session.log.auth("info", `${anonymous ? "ANON" : "USER"} ${account.name}: Login successful.`);
    const file = config.get(displayLogin);
    const answer = displayed(session, file, granted(config, name, anonymous !== undefined));
    return { code: answer.code, lines: [...session.welcome, ...answer.lines] };
  }

  /**
   * Whether `password` is that of whom the name means, which may be the alias (`AuthUsingAlias`).
   * `admits` as in `Chain.verify`.
   */
  function check(
    name: string,
    { user, anonymous, isAlias }: Meaning,
    password: string,
    admits: boolean,
  ): Check {
    const config = anonymous ? session.config.inside(anonymous) : session.config;
    const most = config.get(maxPasswordSize);
    if (password.length > most) {
      const text = `client-provided password size exceeds MaxPasswordSize (${most}), rejecting`;
      const hasOwn = hashOfConfig(user, config) !== undefined;
      return { verdict: "wrong-password", lines: hasOwn ? [text] : [text, incorrectText(name)] };
    }
    const asAlias = anonymous !== undefined && isAlias && config.get(authUsingAlias);
    if (asAlias) {
      session.log.auth("info", `ANON AUTH: User ${user}, authenticating using alias ${name}`);
    }
    const who = asAlias ? name : user;
    const own = hashOfConfig(who, config);
    const verdict = own === undefined
      ? session.auth.verify(who, password, admits)
      : session.auth.verifyByHash(who, password, own);
    return asAlias && verdict === "no-such-user"
      ? { verdict, lines: [`USER ${user} (Login failed): No such user found`] }
      : { verdict };
  }

  /** The verdict on whom somebody vouches for: nor does a certificate open a closed account. */
  function vouchedVerdict(user: string): Verdict {
    const known = session.auth.verifyInDatabase(user, "");
    return known === "no-such-user" || isClosed(known) ? known : "ok";
  }

  /** The client's and our own end of the connection, for the log. */
  function places(): string {
    const { client, local } = session;
    return `${client.name} [${client.ip}] to ${local.shown}:${local.address.port}`;
  }

  function logVerdict(verdict: Exclude<Verdict, "ok">, name: string): void {
    const [peer, server] = places().split(" to ");
    for (const line of verdictText(verdict, name, peer, server)) session.log.auth("notice", line);
  }

  /** Counts a failure; `config` has the words for it, `refusal` what is to be logged. */
  function refuse(name: string, config: Scope, refusal?: Refusal): Reply {
    session.auth.refuse();
    if (refusal) session.log.auth(refusal.level, refusal.text);
    const { directive } = refusal ?? {};
    if (directive) {
      session.log.debug(
        8,
        () => `LOGIN of '${name}': denied by ${settingText(config, directive)}`,
        "auth",
      );
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

/** What a session keeps that needs `needed`, where the modules `asked` for more or less. */
function keptRights(needed: readonly KeptRight[], asked: readonly RightsAsked[]): KeptRights {
  const withheld = asked.flatMap((each) => each.withheld);
  return new KeptRights(
    needed.filter((right) => !withheld.includes(right)),
    asked.flatMap(({ inEffect }) => inEffect),
  );
}

/** Whether an account is over, whatever its password is. */
function isClosed(verdict: Verdict): boolean {
  return verdict === "account-expired" || verdict === "account-inactive";
}
