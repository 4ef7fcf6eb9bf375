/**
 * The resumption room: by what TLS sessions are resumed that another process has begun, which the
 * daemon and its sessions share: the keys of tickets, and a table of sessions.
 *
 * @module
 */

export {
  type KeySchedule,
  TICKET_KEYS_SIZE,
  type TicketKey,
  TicketKeyMaker,
  TicketKeys,
} from "./ticket_keys.ts";
export {
  clearPart,
  type Count,
  MOST_SEALED,
  type SessionFacts,
  SessionTable,
} from "./session_table.ts";
