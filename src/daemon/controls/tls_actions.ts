/**
 * `tls` of ftpdctl (mod_tls): the table of TLS sessions, in the original's words.
 *
 * @module
 */

import type { Answer } from "../../controls/mod.ts";
import { bytesOf } from "../../libc/bytes.ts";
import { ctime } from "../../libc/time.ts";
import type { SessionFacts } from "../../resumption/mod.ts";
import type { TlsSessionCache } from "../resumption_keeper.ts";
import { done, failed } from "./answers.ts";
import type { Controlled } from "./controlled.ts";

/** Sessions that are listed at most: more make no answer that anybody reads. */
const MOST_LISTED = 1000;

/** `tls sesscache info [-v] | clear | remove`. */
export function aboutTls(words: readonly string[], daemon: Controlled): Answer {
  const [subject, action, ...options] = words;
  if (subject === undefined) return failed("tls: missing required parameters");
  if (subject === "ocspcache") return staples(daemon);
  if (subject !== "sesscache") return failed(`tls: unknown tls action: '${subject}'`);
  switch (action) {
    case undefined:
      return failed("tls sesscache: missing required parameters");
    case "info":
      return info(options, daemon.tlsSessions);
    case "clear":
      return clear(daemon.tlsSessions);
    case "remove":
      return remove(daemon);
    default:
      return failed(`tls sesscache: unknown sesscache action: '${action}'`);
  }
}

/** What is stapled has no cache that could be told of or cleared. */
function staples({ loaded }: Controlled): Answer {
  const { entries } = loaded.main.sections[0];
  const line = entries.find(({ name }) => name === "TLSStaplingCache");
  if (line === undefined || line.args[0].toLowerCase() === "off") {
    return done("No TLSStaplingCache configured");
  }
  return failed("tls ocspcache: not supported by this server: 'restart' asks responders again");
}

function info(options: readonly string[], cache: TlsSessionCache | undefined): Answer {
  const strange = options.find((option) => option !== "-v");
  if (strange !== undefined) return failed(`tls sesscache: unsupported parameter: '${strange}'`);
  if (cache === undefined) return done("No TLSSessionCache configured");
  const { table, settings, since } = cache;
  const sessions = table.sessions(Date.now());
  const counts = table.counts();
  const lines = [
    `Shared memory (${settings.type}) SSL session cache`,
    "",
    `Shared memory segment size: ${table.size} bytes`,
    `Shared memory cache created on: ${timeOf(since)}`,
    "",
    `Max session cache size: ${table.room}`,
    `Current session cache size: ${sessions.length}`,
    "",
    `Cache lifetime hits: ${counts.hits}`,
    `Cache lifetime misses: ${counts.misses}`,
    "",
    `Cache lifetime sessions stored: ${counts.stored}`,
    `Cache lifetime sessions deleted: ${counts.deleted}`,
    `Cache lifetime sessions expired: ${counts.expired}`,
    "",
    `Cache lifetime errors handling sessions in cache: ${counts.errors}`,
    `Cache lifetime sessions exceeding max entry size: ${counts.exceeding}`,
  ];
  return done(...lines, ...options.length > 0 ? ["", ...listOf(sessions)] : []);
}

function listOf(sessions: readonly SessionFacts[]): string[] {
  if (sessions.length === 0) return ["Cached sessions:", "  (none)"];
  const rest = sessions.length - MOST_LISTED;
  return [
    "Cached sessions:",
    ...sessions.slice(0, MOST_LISTED).flatMap(linesOf),
    ...rest > 0 ? [`  (and ${rest} more)`] : [],
  ];
}

function linesOf({ id, version, started, until, context }: SessionFacts): string[] {
  const seconds = Math.round((until - started) / 1000);
  return [
    "  -----BEGIN SSL SESSION PARAMETERS-----",
    `    Session ID: ${hexadecimal(id)}`,
    `    Session ID Context: ${hexadecimal(context)}`,
    `    Protocol: ${PROTOCOLS[version] ?? "unknown"}`,
    `    Started: ${timeOf(started)}`,
    `    Expires: ${timeOf(until)} (${seconds} secs)`,
    "  -----END SSL SESSION PARAMETERS-----",
  ];
}

/** Versions by their numbers on the wire, as OpenSSL calls them. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  0x0300: "SSLv3",
  0x0301: "TLSv1",
  0x0302: "TLSv1.1",
  0x0303: "TLSv1.2",
  0x0304: "TLSv1.3",
};

function timeOf(milliseconds: number): string {
  return ctime(Math.floor(milliseconds / 1000));
}

function hexadecimal(text: string): string {
  return bytesOf(text).toHex().toUpperCase();
}

function clear(cache: TlsSessionCache | undefined): Answer {
  if (cache === undefined) {
    return failed("tls sesscache: error clearing session cache: Function not implemented");
  }
  const count = cache.table.clear(Date.now());
  const sessions = count === 1 ? "session" : "sessions";
  const { type } = cache.settings;
  return done(`tls sesscache: cleared ${count} ${sessions} from '${type}' session cache`);
}

function remove(daemon: Controlled): Answer {
  const { tlsSessions } = daemon;
  if (tlsSessions === undefined) {
    return failed("tls sesscache: error removing session cache: Function not implemented");
  }
  daemon.removeTlsSessions();
  return done(`tls sesscache: removed '${tlsSessions.settings.type}' session cache`);
}
