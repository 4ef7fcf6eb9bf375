/**
 * `TransferLog`: one line for each file that went through, in the form of xferlog(5).
 *
 * @module
 */

import type { Directive } from "../../config/mod.ts";
import { formatTransfer, type LineSink, lossReport } from "../../log/mod.ts";
import { openLogFile, READABLE } from "../../session/log_file.ts";
import { logPath } from "../../settings/mod.ts";
import type { Handlers } from "../../session/module.ts";
import type { Session } from "../../session/session.ts";
import type { TransferRecord } from "../../session/transfer_record.ts";

/** Where transfers are logged when nobody says, as on Debian. */
const DEFAULT = "/var/log/xferlog";

/** `TransferLog path|none`, or `-` for standard output; undefined for none. */
export const transferLog: Directive<string | undefined> = {
  name: "TransferLog",
  contexts: ["server", "vhost", "global", "anonymous"],
  syntax: "TransferLog path|none",
  fallback: DEFAULT,
  parse: (args) => args.single().toLowerCase() === "none" ? undefined : logPath(args),
};

/** The verbs whose transfers are logged. */
const LOGGED = ["RETR", "STOR", "APPE", "STOU", "DELE", "SITE"];

/** The hooks of one session. */
export function transferLogHooks(session: Session): Handlers {
  /** Opened before the login, by the path: an anonymous area may have one of its own. */
  const sinks = new Map<string, LineSink>();

  /** Opens what may be needed while that is still possible: before root directory and user change. */
  function open(): void {
    const scopes = [
      session.config,
      ...session.config.inner("anonymous").map((area) => session.config.inside(area)),
    ];
    for (const scope of scopes) {
      const path = scope.get(transferLog);
      if (path === undefined || sinks.has(path)) continue;
      const wanted = { name: "TransferLog", path, mode: READABLE };
      const sink = openLogFile(wanted, scope, session.log);
      if (sink) sinks.set(path, sink);
    }
  }

  function write(): void {
    const { transfer } = session;
    session.transfer = undefined;
    for (const copy of session.copies.splice(0)) writeOne(copy);
    if (transfer) writeOne(transfer);
  }

  function writeOne(transfer: TransferRecord): void {
    const { login, client } = session;
    if (!login) return;
    const path = session.config.get(transferLog);
    const sink = path === undefined ? undefined : sinks.get(path);
    if (!sink) return;
    const line = formatTransfer({
      time: Math.floor(Date.now() / 1000),
      seconds: transfer.milliseconds / 1000,
      host: client.name,
      bytes: transfer.bytes,
      path: transfer.path,
      type: transfer.type === "ascii" ? "A" : "I",
      direction: transfer.direction,
      access: login.anonymous ? "a" : "r",
      user: login.email ?? login.account.name,
      service: session.protocol,
      ident: session.ident,
      complete: transfer.complete,
    });
    session.log.witness?.line("TransferLog", line);
    const isWritten = sink.write(line);
    const losses = isWritten ? sink.takeLosses() : undefined;
    if (losses) session.log.notice(`TransferLog ${path}: ${lossReport(losses)}`);
  }

  return {
    hooks: [
      { phase: "pre", verb: "PASS", run: open },
      ...LOGGED.flatMap((verb) => [
        { phase: "log" as const, verb, run: write },
        { phase: "logError" as const, verb, run: write },
      ]),
    ],
    close() {
      for (const sink of sinks.values()) sink.close();
    },
  };
}
