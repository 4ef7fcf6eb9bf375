/**
 * mod_ban.c: who did what he should not do too often is kept out for a while, and whom the
 * administrator names by ftpdctl. The daemon answers ftpdctl; the table of bans has a room of its
 * own.
 *
 * @module
 */

import type { Module } from "../../session/module.ts";
import { banControlsACLs, banEngine, banLog, banTable } from "../../settings/mod.ts";
import { meaningOf } from "../auth/aliases.ts";
import { Banned } from "./banned.ts";
import { banMessage, banOnEvent, banOptions } from "./rules.ts";

/** The module. */
export const ban: Module = {
  name: "mod_ban.c",
  directives: [
    banControlsACLs,
    banEngine,
    banLog,
    banMessage,
    banOnEvent,
    banOptions,
    banTable,
  ],
  // A ban is no setting, and a rehearsal must not count as something that happened.
  recordsOnly: true,
  open(session) {
    let opened: Banned | undefined;
    /** What is known about bans, where there are any; opened before the greeting, or by HOST. */
    const banned = (): Banned | undefined => {
      const { config, main } = session;
      const isOn = (config.has(banEngine) ? config : main).get(banEngine);
      return isOn ? opened ??= new Banned(session) : undefined;
    };
    /** The name of the last USER. */
    let claimed: string | undefined;
    return {
      refuse() {
        const end = banned()?.refuseHost() ?? opened?.happened("connect", undefined);
        if (end) throw end;
      },
      move() {
        const end = banned()?.refuseHost();
        if (end) throw end;
      },
      listen: ({ name, user }) => banned()?.happened(name, user),
      hooks: [
        {
          phase: "pre",
          verb: "USER",
          run: ({ argument }) => void (claimed = argument),
        },
        {
          phase: "pre",
          verb: "PASS",
          run() {
            if (claimed === undefined || session.login) return undefined;
            const { user } = meaningOf(claimed, session.config);
            return banned()?.refusalOfUser([...new Set([claimed, user])]);
          },
        },
        {
          phase: "post",
          verb: "PASS",
          run() {
            const end = session.login && banned()?.happened("login", session.login.name);
            if (end) throw end;
          },
        },
      ],
      close: () => opened?.close(),
    };
  },
};
