/**
 * mod_metrics.c (ours): sessions count what they do and tell the daemon, over a socket that they
 * inherit and that takes whole messages: nobody waits for anybody, and there is no lock. The daemon
 * answers Prometheus (`MetricsSocket`).
 *
 * @module
 */

import { bytesOf } from "../../libc/bytes.ts";
import { send } from "../../libc/sockets.ts";
import { isSysError } from "../../libc/sys_error.ts";
import { Counts, SESSION_FAMILIES } from "../../metrics/mod.ts";
import type { Reply } from "../../protocol/mod.ts";
import type { Handlers, Module, Request } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import { metricsSocket } from "../../settings/mod.ts";

/** The module. */
export const metrics: Module = {
  name: "mod_metrics.c",
  directives: [metricsSocket],
  recordsOnly: true,
  open: countingHooks,
};

/** Milliseconds for which counts are gathered before they are told, where no file is transferred. */
const INTERVAL = 1000;

/** The verbs of transfers. */
const TRANSFERS = new Set(["RETR", "STOR", "APPE", "STOU"]);

/** The hooks of one session. */
function countingHooks(session: Session): Handlers {
  const { metrics: daemon, table } = session;
  if (daemon === undefined) return {}; // under a superserver there is nobody to tell
  const counts = new Counts();
  let told = performance.now();

  function tell(): void {
    told = performance.now();
    counts.flush((message) => {
      try {
        return send(daemon as number, bytesOf(message)) > 0;
      } catch (error) {
        // The daemon has gone, and the session goes on without it.
        if (isSysError(error)) return false;
        throw error;
      }
    });
  }

  function count({ verb }: Request, answer?: Reply): void {
    const known = table.commands.has(verb);
    counts.add(SESSION_FAMILIES.commands, [known ? verb : "other", `${answer?.code ?? 0}`]);
    const { transfer } = session;
    if (verb === "PASS" && answer) countLogin(answer);
    if (transfer && TRANSFERS.has(verb)) {
      const direction = transfer.direction === "i" ? "in" : "out";
      counts.add(SESSION_FAMILIES.bytes, [direction], transfer.bytes);
      counts.add(SESSION_FAMILIES.transfers, [
        direction,
        transfer.complete ? "complete" : "aborted",
      ]);
      counts.observe(direction, transfer.milliseconds / 1000);
    }
    if (transfer || performance.now() - told >= INTERVAL) tell();
  }

  function countLogin({ code }: Reply): void {
    const result = code >= 400 ? "refused" : session.login?.anonymous ? "anonymous" : "user";
    counts.add(SESSION_FAMILIES.logins, [result]);
  }

  return {
    hooks: [
      { phase: "log", verb: "*", run: count },
      { phase: "logError", verb: "*", run: count },
    ],
    listen: ({ name }) => counts.add(SESSION_FAMILIES.events, [name]),
    close: tell,
  };
}
