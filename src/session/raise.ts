/**
 * Events: what limits, time-outs and logins tell to whom it may concern, without knowing who listens
 * (mod_ban does). They have the original's names, which `BanOnEvent` knows them by.
 *
 * @module
 */

import type { Reply } from "../protocol/mod.ts";
import type { Session } from "./session.ts";
import { SessionEnd } from "./session_end.ts";

/** The events of this server. */
export const EVENT_NAMES = [
  "core.bad-protocol",
  "core.max-command-rate",
  "core.timeout-idle",
  "core.timeout-login",
  "core.timeout-no-transfer",
  "core.timeout-session",
  "core.timeout-stalled",
  "core.unhandled-command",
  "mod_auth.anon-reject-passwords",
  "mod_auth.empty-password",
  "mod_auth.max-clients",
  "mod_auth.max-clients-per-class",
  "mod_auth.max-clients-per-host",
  "mod_auth.max-clients-per-user",
  "mod_auth.max-connections-per-host",
  "mod_auth.max-hosts-per-user",
  "mod_auth.max-login-attempts",
  "mod_auth.root-login",
  "mod_tls.ctrl-handshake",
  "mod_wrap.connection-denied",
] as const;

/** The name of an event. */
export type EventName = typeof EVENT_NAMES[number];

/** Something that has happened in a session. */
export interface SessionEvent {
  readonly name: EventName;
  /** The name that the client has logged in with or tries to; undefined where it has given none. */
  readonly user: string | undefined;
}

/**
 * Tells everybody who listens. The result, if any, is the end of the session that one of them wants
 * because of it: to be thrown instead of whatever else was to follow.
 */
export function raise(
  { login, table }: Session,
  name: EventName,
  user = login?.name,
): SessionEnd | undefined {
  let end: SessionEnd | undefined;
  for (const listen of table.listeners) end ??= listen({ name, user }) ?? undefined;
  return end;
}

/**
 * As `raise` for what ends the session in any case: the client has been told `farewell` by then, and
 * is told more if somebody wants so.
 */
export function raiseAfter(
  session: Session,
  name: EventName,
  end: SessionEnd,
  user?: string,
): SessionEnd {
  const other = raise(session, name, user);
  if (!other) return end;
  const last = told(session, end.farewell, other.farewell);
  return new SessionEnd(other.reason, last, other.level);
}

/** Sends the first of two last replies; gives the one that is still to be sent. */
function told(
  { control }: Session,
  first: Reply | undefined,
  second: Reply | undefined,
): Reply | undefined {
  if (first && second) control.send(first);
  return second ?? first;
}
