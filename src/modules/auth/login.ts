/**
 * USER and PASS (RFC 959 §4.1.1): who is it, is it true, may they come in, and into what.
 *
 * @module
 */

import { type Verdict, verdictText } from "../../auth/mod.ts";
import type { Directive, Scope } from "../../config/mod.ts";
import { getuid } from "../../libc/process.ts";
import { FtpError, type Reply, reply } from "../../protocol/mod.ts";
import { giving, keepingChown } from "../../privilege/mod.ts";
import { decisionText, settled } from "../../session/access/mod.ts";
import { displayed, rememberDisplays } from "../../session/display.ts";
import type { Command, Request } from "../../session/module.ts";
import { underSettled } from "../../session/server_scope.ts";
import type { Session } from "../../session/session.ts";
import { SessionEnd } from "../../session/session_end.ts";
import { heedsOverrides } from "../../settings/mod.ts";
import { startLoginTimers } from "../../session/timeouts.ts";
import { displayLogin } from "../core/display.ts";
import { displayQuit } from "../core/quit.ts";
import { displayFileTransfer } from "../xfer/display.ts";
import { type Refusal, refusalAfter, refusalBefore } from "./admission.ts";
import { meaningOf, meaningText } from "./aliases.ts";
import { anonRequirePassword } from "./anonymous.ts";
import { enter, EntryRefused, jailOf } from "./enter.ts";
import { demandRoom } from "./max_clients.ts";
import { denied, granted } from "./messages.ts";

/** `MaxLoginAttempts`: failed PASS commands before the connection is closed. */
export const maxLoginAttempts: Directive<number> = {
  name: "MaxLoginAttempts",
  contexts: ["server", "vhost", "global"],
  syntax: "MaxLoginAttempts n|none",
  fallback: 3,
  parse: (args) => args.single().toLowerCase() === "none" ? Infinity : args.count(),
};

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
    const meaning = meaningOf(name, session.config);
    session.log.debug(3, () => meaningText(name, meaning));
    claimed = name;
    const { anonymous } = meaning;
    if (anonymous && !session.config.inside(anonymous).get(anonRequirePassword)) {
      return reply(
        331,
        "Anonymous login ok, send your complete email address as your password",
      );
    }
    return reply(331, `Password required for ${name}`);
  }

  function takePassword(request: Request): Reply {
    if (session.login) throw new FtpError(reply(503, "You are already logged in"));
    if (claimed === undefined) throw new FtpError(reply(503, "Login with USER first"));
    const name = claimed;
    claimed = undefined;
    const { user, anonymous } = meaningOf(name, session.config);
    const config = anonymous ? session.config.inside(anonymous) : session.config;
    const open = anonymous !== undefined && !config.get(anonRequirePassword);
    const account = session.auth.find(user);
    const verdict = open
      ? account ? "ok" : "no-such-user"
      : session.auth.verify(user, request.argument);
    if (!account) {
      logVerdict("no-such-user", name);
      return refuse(name, config);
    }
    const before = refusalBefore(account, config);
    if (before) return refuse(name, config, before);
    const identity = { user: account.name, groups: account.groups.map((group) => group.name) };
    const decision = session.access.decisionAboutLogin(identity, anonymous);
    session.log.debug(8, () => `LOGIN of user '${user}': ${decisionText(decision)}`);
    if (!decision.allowed) {
      const text = `USER ${name} (Login failed): Limit access denies login`;
      return refuse(name, config, { level: "notice", text });
    }
    if (verdict !== "ok") {
      logVerdict(verdict, name);
      return refuse(name, config);
    }
    session.log.debug(
      2,
      () =>
        open
          ? `user '${user}' of an anonymous area needs no password`
          : `user '${user}' authenticated by ${session.auth.moduleOf(user)}`,
    );
    const after = refusalAfter(account, config);
    if (after) return refuse(name, config, after);
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
    demandRoom(session, { account, anonymous, config: settings });
    const files = [displayQuit, displayFileTransfer].map((directive) => settings.get(directive));
    rememberDisplays(session, [config.get(displayLogin), ...files]);
    const area = anonymous ?? own;
    const overrides = heedsOverrides(settings, area) ? session.openOverrides() : undefined;
    // Now, while the sources still know where users live.
    const access = rules.of({
      ...identity,
      anonymous,
      overrides,
      anonymousRoot: anonymous && jailOf(session, account, anonymous, config),
      homeOf: (user) => user === "" ? account.home : session.auth.find(user)?.home,
      owners: {
        user: ({ name }) => name === undefined ? account.uid : session.auth.userId(name),
        group: ({ name }) => name === undefined ? account.gid : session.auth.groupId(name),
      },
    });
    const givesAway = access.givesFilesAway && getuid() === 0 && account.uid !== 0;
    try {
      enter(session, account, anonymous, config, givesAway ? keepingChown : undefined);
      if (givesAway) session.giving = giving;
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
    return displayed(session, file, granted(config, name, anonymous !== undefined));
  }

  function logVerdict(verdict: Exclude<Verdict, "ok">, name: string): void {
    const { client, local, log } = session;
    const peer = `${client.name} [${client.ip}]`;
    const server = `${local.shown}:${local.address.port}`;
    for (const line of verdictText(verdict, name, peer, server)) log.auth("notice", line);
  }

  /** Counts a failure; `config` has the words for it, `refusal` what is to be logged. */
  function refuse(name: string, config: Scope, refusal?: Refusal): Reply {
    if (refusal) session.log.auth(refusal.level, refusal.text);
    failures++;
    const answer = denied(config, name);
    const most = session.config.get(maxLoginAttempts);
    if (failures < most) return answer;
    session.log.auth(
      "notice",
      `Maximum login attempts (${most}) exceeded, connection refused`,
    );
    throw new SessionEnd("Denied by MaxLoginAttempts", answer);
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
