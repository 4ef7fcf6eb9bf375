/**
 * mod_wrap2.c and mod_wrap2_file.c: tables like hosts.allow and hosts.deny say who may come in.
 *
 * @module
 */

import type { Scope } from "../../config/mod.ts";
import { reply } from "../../protocol/mod.ts";
import type { Module } from "../../session/module.ts";
import { raise } from "../../session/raise.ts";
import type { Session } from "../../session/session.ts";
import { SessionEnd } from "../../session/session_end.ts";
import { wrapEngine } from "../../settings/mod.ts";
import { meaningOf } from "../auth/aliases.ts";
import { wrapAllowMsg, wrapDenyMsg, wrapDirectives, wrapOptions } from "./directives.ts";
import { Wrapper } from "./wrapper.ts";

/** The module. */
export const wrap2: Module = {
  name: "mod_wrap2.c",
  directives: wrapDirectives,
  open(session) {
    const wrapper = new Wrapper(session);
    /** The name of the last USER. */
    let claimed: string | undefined;

    function checkConnection(): void {
      const { config } = session;
      if (!config.get(wrapEngine) || !config.get(wrapOptions).checkOnConnect) return;
      if (wrapper.verdictAtConnect() === "denied") throw denial(session, config, "unknown");
    }

    function checkLogin(): void {
      if (claimed === undefined || session.login || !session.config.get(wrapEngine)) return;
      const { user, anonymous } = meaningOf(claimed, session.config);
      const config = anonymous ? session.config.inside(anonymous) : session.config;
      const account = session.auth.find(user);
      const verdict = wrapper.verdictAtLogin({
        name: claimed,
        user,
        groups: account?.groups.map(({ name }) => name) ?? [],
        home: account?.home,
        config,
      });
      if (verdict === "denied") throw denial(session, config, user);
      const text = verdict === "granted" ? config.get(wrapAllowMsg) : undefined;
      session.welcome = text === undefined ? [] : [text.replaceAll("%u", claimed)];
    }

    return {
      refuse: checkConnection,
      move: checkConnection,
      hooks: [
        { phase: "pre", verb: "USER", run: ({ argument }) => void (claimed = argument) },
        { phase: "pre", verb: "PASS", run: checkLogin },
      ],
      close: () => wrapper.close(),
    };
  },
};

/** Tables in files: part of the other, and named by `LoadModule` and `<IfModule>`. */
export const wrap2File: Module = {
  name: "mod_wrap2_file.c",
  open: () => ({}),
};

function denial(session: Session, config: Scope, user: string): SessionEnd {
  const end = raise(session, "mod_wrap.connection-denied", user);
  if (end) return end;
  const text = config.get(wrapDenyMsg)?.replaceAll("%u", user) ?? "Access denied";
  return new SessionEnd("Denied by mod_wrap2", reply(530, text));
}
