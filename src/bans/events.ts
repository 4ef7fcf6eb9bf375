/**
 * The events that bans can follow from, as `BanOnEvent` and the administrator call them.
 *
 * @module
 */

import type { BanKind } from "./record.ts";

/** Whom a ban is about that follows from an event, by the event's name. */
export const BAN_EVENTS = {
  AnonRejectPasswords: "host",
  BadProtocol: "host",
  ClientConnectRate: "host",
  EmptyPassword: "host",
  LoginRate: "user",
  MaxClientsPerClass: "class",
  MaxClientsPerHost: "host",
  MaxClientsPerUser: "user",
  MaxCommandRate: "host",
  MaxConnectionsPerHost: "host",
  MaxHostsPerUser: "user",
  MaxLoginAttempts: "host",
  MaxLoginAttemptsFromUser: "user@host",
  RootLogin: "host",
  TimeoutIdle: "host",
  TimeoutLogin: "host",
  TimeoutNoTransfer: "host",
  TLSHandshake: "host",
  UnhandledCommand: "host",
} as const satisfies Readonly<Record<string, BanKind>>;

/** The name of an event that is not called after what the server raises: `mod_auth.root-login` is. */
export type BanEvent = keyof typeof BAN_EVENTS;

/** What an event is called in logs and by ftpdctl: one that has the name of what is raised has none. */
export function shownEvent(event: string): string {
  return Object.hasOwn(BAN_EVENTS, event) ? event : "(user-defined)";
}
