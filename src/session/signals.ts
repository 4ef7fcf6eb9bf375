/**
 * What signals mean to a session: TERM ends it without a word, USR1 is the daemon's word that the
 * server shuts down, HUP is not for sessions.
 *
 * @module
 */

import { stringOf } from "../libc/bytes.ts";
import { pread } from "../libc/files.ts";
import { reply } from "../protocol/mod.ts";
import { parseNotice, shutdownMessage } from "../shutdown/mod.ts";
import type { Session } from "./session.ts";
import { SessionEnd } from "./session_end.ts";

/** What clients are told when nobody left a message. */
const PLAIN = "the administrator ended this session";

/**
 * Starts listening. `notice` is the descriptor in which the daemon leaves the shutdown's text: a
 * session in a jail cannot read the file itself.
 */
export function listenToSignals(
  session: Session,
  notice: number | undefined,
  serverName: string,
): void {
  const { waiter, log } = session;
  const end = (signal: string) => () =>
    waiter.interrupt(() => new SessionEnd(`ended by ${signal}`));
  Deno.addSignalListener("SIGTERM", end("SIGTERM"));
  Deno.addSignalListener("SIGINT", end("SIGINT"));
  Deno.addSignalListener("SIGHUP", () => {});
  Deno.addSignalListener("SIGUSR1", () =>
    waiter.interrupt(() => {
      log.notice("Parent process requested shutdown");
      const text = shutdownText(session, notice, serverName);
      return new SessionEnd(text, reply(421, `FTP server shutting down - ${text}`));
    }));
}

function shutdownText(session: Session, notice: number | undefined, serverName: string): string {
  if (notice === undefined) return PLAIN;
  const bytes = new Uint8Array(1 << 16);
  const shutdown = parseNotice(stringOf(bytes, 0, pread(notice, bytes, 0)));
  if (!shutdown) return PLAIN;
  return shutdownMessage(shutdown.message, shutdown.times, {
    cwd: session.login && session.cwd,
    local: session.local.name,
    remote: session.client.name,
    user: session.login?.name,
    serverName,
  }, Date.now() / 1000);
}
