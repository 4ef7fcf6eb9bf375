/**
 * What stands in one record of the table: a ban, or how often something has happened that bans
 * follow from. All times are milliseconds since the epoch, all texts byte strings.
 *
 * @module
 */

import { fitText, type Image, readText, writeText } from "../scoreboard/mod.ts";

/** Bytes of a record: what lies behind the last field is zero. */
export const RECORD_SIZE = 320;

/** What can be banned. */
export const BAN_KINDS = ["user", "host", "class", "user@host"] as const;

/** Whom a ban is about. */
export type BanKind = typeof BAN_KINDS[number];

/** Whom something is about: a user, a host, a class or a user of a host, at one server or at all. */
export interface Subject {
  readonly kind: BanKind;
  /** The user's name, the address, the class, `user@address`; as `fitSubject` leaves it. */
  readonly name: string;
  /** The server as `serverText` gives it; empty for all of them. */
  readonly server: string;
}

/** Somebody who is banned. */
export interface Ban extends Subject {
  /** The event that it follows from; with `byHand` the user who asked for it. */
  readonly cause: string;
  /** Whether ftpdctl was asked for it. */
  readonly byHand: boolean;
  /** The process that has banned, whose own session ends by itself. */
  readonly author: number;
  readonly since: number;
  /** When it is over; `Infinity` for never. */
  readonly until: number;
}

/** How often an event has happened. */
export interface EventCount extends Subject {
  readonly event: string;
  readonly count: number;
  /** The count that a ban follows at. */
  readonly most: number;
  readonly since: number;
  /** When counting starts anew. */
  readonly until: number;
}

/** What a record is. */
export type Entry =
  | { readonly is: "ban"; readonly ban: Ban; readonly serial: number }
  | { readonly is: "event"; readonly event: EventCount };

const STATES = ["free", "ban", "event"] as const;

/** Offsets. */
const AT = {
  state: 0,
  kind: 1,
  byHand: 2,
  count: 4,
  author: 4,
  most: 8,
  serial: 12,
  since: 16,
  until: 24,
};
const NAME = { at: 32, size: 128 };
const SERVER = { at: 160, size: 96 };
const CAUSE = { at: 256, size: 64 };

/** Bytes that the longest address takes, as text. */
const ADDRESS = 45;

/**
 * A name as records hold it. Of a user of a host the user's name is cut, never the address: what a
 * client calls itself must not make its ban one of others.
 */
export function fitSubject(kind: BanKind, name: string): string {
  const at = name.lastIndexOf("@");
  if (kind !== "user@host" || at < 0) return fitText(name, NAME.size);
  return fitText(name.slice(0, at), NAME.size - 1 - ADDRESS) + fitText(name.slice(at), ADDRESS + 3);
}

/**
 * A server as records name it, and as the administrator sees it: `Name (192.0.2.1#21)`. A long name
 * is cut, not the address.
 */
export function serverText(name: string, address: string, port: number): string {
  const place = ` (${address}#${port})`;
  return fitText(name, SERVER.size - place.length) + place;
}

/** An event's name, or that of a user, as records hold it. */
export function fitCause(cause: string): string {
  return fitText(cause, CAUSE.size);
}

/** Writes `entry` to the blank stretch at `base`. */
export function packEntry(image: Image, base: number, entry: Entry): void {
  const { bytes, view } = image;
  const what = entry.is === "ban" ? entry.ban : entry.event;
  bytes.fill(0, base, base + RECORD_SIZE);
  bytes[base + AT.state] = STATES.indexOf(entry.is);
  bytes[base + AT.kind] = BAN_KINDS.indexOf(what.kind);
  view.setFloat64(base + AT.since, what.since, true);
  view.setFloat64(base + AT.until, what.until, true);
  writeText(image, base + NAME.at, fitSubject(what.kind, what.name));
  writeText(image, base + SERVER.at, fitText(what.server, SERVER.size));
  if (entry.is === "ban") {
    view.setUint32(base + AT.author, entry.ban.author, true);
    bytes[base + AT.byHand] = entry.ban.byHand ? 1 : 0;
    view.setUint32(base + AT.serial, entry.serial, true);
    writeText(image, base + CAUSE.at, fitCause(entry.ban.cause));
  } else {
    view.setUint32(base + AT.count, entry.event.count, true);
    view.setUint32(base + AT.most, entry.event.most, true);
    writeText(image, base + CAUSE.at, fitCause(entry.event.event));
  }
}

/** Reads the record at `base`; undefined for a free one. A garbled one gives nonsense, never an exception. */
export function unpackEntry(image: Image, base: number): Entry | undefined {
  const { bytes, view } = image;
  const state = STATES[bytes[base + AT.state]] ?? "free";
  if (state === "free") return undefined;
  const subject = {
    kind: BAN_KINDS[bytes[base + AT.kind]] ?? "user",
    name: readText(image, base + NAME.at, NAME.size),
    server: readText(image, base + SERVER.at, SERVER.size),
    since: view.getFloat64(base + AT.since, true),
    until: view.getFloat64(base + AT.until, true),
  };
  const cause = readText(image, base + CAUSE.at, CAUSE.size);
  if (state === "ban") {
    const byHand = bytes[base + AT.byHand] === 1;
    const author = view.getUint32(base + AT.author, true);
    const serial = view.getUint32(base + AT.serial, true);
    return { is: "ban", ban: { ...subject, cause, byHand, author }, serial };
  }
  const count = view.getUint32(base + AT.count, true);
  const most = view.getUint32(base + AT.most, true);
  return { is: "event", event: { ...subject, event: cause, count, most } };
}
