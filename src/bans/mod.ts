/**
 * The bans room: who is banned, from where, for how long, in a file that the daemon and its sessions
 * share (BanTable).
 *
 * @module
 */

export {
  type Ban,
  BAN_KINDS,
  type BanKind,
  type EventCount,
  fitCause,
  fitSubject,
  serverText,
  type Subject,
} from "./record.ts";
export { BAN_EVENTS, type BanEvent, shownEvent } from "./events.ts";
export { BanTableRefused } from "./refused.ts";
export { type Added, BanTable, MOST_BANS, MOST_EVENTS } from "./table.ts";
